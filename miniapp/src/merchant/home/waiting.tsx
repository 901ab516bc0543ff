import type { Overview } from '@/api/live'
import { cx } from '@/lib/class-names'
import { goTo } from '@/lib/routes'
import { Box, Tap, Text } from '@/primitives'
import { Group } from '@/ui/cell'
import { useWords } from '@/words'

/** What waits for a person, each with the way there. */
export function Waiting({ overview }: { overview: Overview }) {
  const words = useWords()
  const tiles = [
    { name: words.home.reviewing, count: overview.reviewing, go: () => goTo('review', { tab: 'reviewing' }) },
    { name: words.home.waiting, count: overview.waiting, go: () => goTo('review', { tab: 'running' }) },
    { name: words.home.refused, count: overview.refused, go: () => goTo('review', { tab: 'trouble' }) },
    {
      name: words.home.failedDeliveries,
      count: overview.failedDeliveries,
      go: () => goTo('invoices', { delivery: 'failed' }),
    },
  ]
  return (
    <Group title={words.home.waits}>
      <Box className="tiles">
        {tiles.map((tile) => (
          <Tap key={tile.name} className={cx('tile', tile.count > 0 && 'tile-busy')} onTap={tile.go}>
            <Text className="tile-count number">{String(tile.count)}</Text>
            <Text className="tile-name">{tile.name}</Text>
          </Tap>
        ))}
      </Box>
    </Group>
  )
}

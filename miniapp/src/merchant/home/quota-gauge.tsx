import type { Overview } from '@/api/live'
import { cx } from '@/lib/class-names'
import { usedPercent } from '@/logic/quota'
import { dateTime } from '@/logic/times'
import { Box } from '@/primitives'
import { Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Banner } from '@/ui/states'
import { useWords } from '@/words'

/** 授信额度 of the month: how much is left. */
export function QuotaGauge({ quota }: { quota: Overview['quota'] }) {
  const words = useWords()
  if (!quota) return null
  const percent = usedPercent(quota)
  return (
    <Group title={words.home.quota} note={words.home.quotaAt(dateTime(quota.at))}>
      {quota.isLow ? <Banner tone="warn">{words.home.quotaLow}</Banner> : null}
      <Box className="quota">
        <Box className="quota-line">
          <Box>{words.home.quotaLeft}</Box>
          <Money fen={quota.availableFen} size="large" />
        </Box>
        <Box className="gauge" role="img" label={words.home.quotaUsed(percent)}>
          <Box
            className={cx('gauge-bar', percent >= 80 && 'gauge-bar-high', percent >= 95 && 'gauge-bar-full')}
            style={{ width: `${percent}%` }}
          />
        </Box>
        <Box className="quota-line quiet">
          <Box>{words.home.quotaUsed(percent)}</Box>
          <Box>
            <Money fen={quota.usedFen} /> / <Money fen={quota.totalFen} />
          </Box>
        </Box>
      </Box>
    </Group>
  )
}

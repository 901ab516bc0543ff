import type { ReactNode } from 'react'
import { problemText } from '@/api/problems'
import type { PagedList } from '@/api/use-paged-list'
import { Box, ReachEnd } from '@/primitives'
import { Button } from '@/ui/button'
import { Banner, ProblemView, Skeleton } from '@/ui/states'
import { VirtualRows } from '@/ui/virtual-rows'
import { useWords } from '@/words'

/** The rows of a paged list with every state it can be in. */
export function PagedRows<Item extends { id: string }>(props: {
  list: PagedList<Item>
  label: string
  empty: ReactNode
  row: (item: Item) => ReactNode
}) {
  const words = useWords()
  const { list, row } = props
  if (list.isLoading) return <Skeleton kind="list" />
  if (list.items.length === 0) {
    return list.problem ? <ProblemView problem={list.problem} onRetry={list.reload} /> : props.empty
  }
  return (
    <>
      {list.problem ? (
        <Banner
          tone="warn"
          action={
            <Button size="small" onTap={list.reload}>
              {words.actions.retry}
            </Button>
          }
        >
          {problemText(list.problem)}
        </Banner>
      ) : null}
      <VirtualRows items={list.items} label={props.label} row={row} />
      {list.hasMore && !list.problem ? <ReachEnd key={list.items.length} onReach={list.loadMore} /> : null}
      <Box className="list-end" live="polite">
        {list.hasMore ? words.states.loadingMore : list.items.length > 8 ? words.states.end : ''}
      </Box>
    </>
  )
}

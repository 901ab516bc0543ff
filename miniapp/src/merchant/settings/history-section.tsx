import { usePagedList } from '@/api/use-paged-list'
import { actorText, detailText } from '@/logic/history'
import { dateTime } from '@/logic/times'
import { useIsWide } from '@/platform'
import { Box, Heading } from '@/primitives'
import { Cell } from '@/ui/cell'
import { PagedRows } from '@/ui/paged-rows'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'

/** 历史记录: who did what. */
export function HistorySection() {
  const words = useWords()
  const isWide = useIsWide()
  const list = usePagedList('GET /api/v1/merchant/history', {})
  return (
    <Box className="detail">
      {isWide ? (
        <Box className="section-head">
          <Heading level={2} className="section-title">
            {words.settings.sections.history}
          </Heading>
        </Box>
      ) : null}
      <PagedRows
        list={list}
        label={words.settings.sections.history}
        empty={<Empty icon="clock" title={words.history.none} />}
        row={(entry) => (
          <Cell
            title={words.historyActions[entry.action] ?? entry.action}
            note={[
              words.history.targets[entry.targetType] ?? entry.targetType,
              entry.detail && detailText(entry.action, entry.detail, words),
            ]
              .filter(Boolean)
              .join(' · ')}
            value={
              <>
                <Box>{actorText(entry.actor, words)}</Box>
                <Box className="quiet">{dateTime(entry.at)}</Box>
              </>
            }
          />
        )}
      />
    </Box>
  )
}

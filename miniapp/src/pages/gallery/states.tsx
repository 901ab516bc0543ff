import type { Problem } from '@piaoma/shared/errors'
import { useState } from 'react'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell } from '@/ui/cell'
import { ChoiceSheet } from '@/ui/choice-sheet'
import { confirm } from '@/ui/dialog'
import { Money } from '@/ui/money'
import { Sheet } from '@/ui/sheet'
import { Banner, Empty, ProblemView, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { VirtualRows } from '@/ui/virtual-rows'
import { useWords } from '@/words'
import { Sample } from './sample'

const TONES = ['info', 'warn', 'danger', 'good'] as const
const OFFLINE: Problem = { type: 'about:blank', title: '', status: 0, code: 'server.busy', detail: '' }
const ROWS = ['上海示例贸易有限公司', '杭州云起互联网科技股份有限公司浙江分公司'].map((name) => ({
  id: name,
}))

/** What is said when there is nothing yet, nothing any more, or something to decide. */
export function States() {
  const words = useWords()
  return (
    <>
      <Sample name="Banner">
        {TONES.map((tone) => (
          <Banner
            key={tone}
            tone={tone}
            action={
              tone === 'warn' ? (
                <Button size="small" onTap={() => toast(words.actions.done)}>
                  {words.actions.retry}
                </Button>
              ) : undefined
            }
          >
            {words.states.noNetwork}
          </Banner>
        ))}
      </Sample>
      <Sample name="VirtualRows">
        <VirtualRows
          items={ROWS}
          label={words.invoices.title}
          row={({ id }) => (
            <Box className="row">
              <Tap className="row-main" onTap={() => toast(id)}>
                <Box className="row-text">
                  <Box className="row-line">
                    <Text className="row-title">{id}</Text>
                    <Money fen={128_050} />
                  </Box>
                  <Box className="row-tags">
                    <Tag tone="warn">{words.applicationStatus.reviewing}</Tag>
                  </Box>
                </Box>
              </Tap>
            </Box>
          )}
        />
      </Sample>
      <Sample name="Empty">
        <Empty icon="invoice" title={words.invoices.empty} note={words.invoices.emptyNote} />
      </Sample>
      <Sample name="ProblemView">
        <ProblemView problem={OFFLINE} onRetry={() => toast(words.states.unreachable, 'problem')} />
      </Sample>
      <Sample name="Skeleton">
        <Skeleton kind="form" />
      </Sample>
      <Layers />
    </>
  )
}

function Layers() {
  const words = useWords()
  const [isSheetOpen, setIsSheetOpen] = useState(false)
  const [isChoiceOpen, setIsChoiceOpen] = useState(false)
  const ask = () =>
    confirm({
      title: words.orderCodes.voidTitle,
      text: words.orderCodes.voidText,
      yes: words.orderCodes.actions.void,
      isDanger: true,
    })
  return (
    <Sample name="Sheet · ChoiceSheet · confirm · toast">
      <Box className="gallery-row">
        <Button onTap={() => setIsSheetOpen(true)}>Sheet</Button>
        <Button onTap={() => setIsChoiceOpen(true)}>ChoiceSheet</Button>
        <Button onTap={() => void ask()}>confirm</Button>
        <Button onTap={() => toast(words.actions.saved)}>toast</Button>
        <Button onTap={() => toast(words.states.broken, 'problem')}>toast, problem</Button>
      </Box>
      <Sheet
        title={words.review.rejectTitle}
        isOpen={isSheetOpen}
        onClose={() => setIsSheetOpen(false)}
        footer={
          <Button look="danger" isWide onTap={() => setIsSheetOpen(false)}>
            {words.review.rejectNow}
          </Button>
        }
      >
        {words.review.reasons.map((reason) => (
          <Cell key={reason} title={reason} onTap={() => setIsSheetOpen(false)} />
        ))}
      </Sheet>
      <ChoiceSheet
        title={words.filters.state}
        isOpen={isChoiceOpen}
        choices={words.review.reasons.map((text) => ({ value: text, text }))}
        value={words.review.reasons[0]}
        onChoose={() => setIsChoiceOpen(false)}
        onClose={() => setIsChoiceOpen(false)}
      />
    </Sample>
  )
}

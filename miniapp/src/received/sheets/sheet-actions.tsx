import type { SheetView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { Box, Tap, Text } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { Sheet } from '@/ui/sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

type Action = SheetView['actions'][number]

const LOOKS = {
  submit: 'primary',
  approve: 'primary',
  pay: 'primary',
  return: 'plain',
  discard: 'quiet-danger',
} as const satisfies Record<Action, string>
// The main one stands last, under the thumb.
const ORDER: readonly Action[] = ['discard', 'return', 'submit', 'approve', 'pay']

/** What the service allows the reader to do with a sheet now. */
export function SheetActions(props: {
  sheet: SheetView
  onChanged: (sheet: SheetView) => void
  onConflict: () => void
}) {
  const words = useWords()
  const { sheet } = props
  const [isReturning, setIsReturning] = useState(false)
  const act = useAction(
    async (action: Action, reason?: string) => {
      if (!(await isSure(action, words.sheets))) return
      const body = { version: sheet.version, action, ...(reason ? { reason } : {}) }
      props.onChanged(
        await call('POST /api/v1/merchant/sheets/:id/actions', { params: { id: sheet.id }, body }),
      )
      setIsReturning(false)
      toast(words.sheets.done[action])
    },
    (problem) => {
      if (problem.code === 'resource.conflict' || problem.code === 'sheet.rechecking') props.onConflict()
      return false
    },
  )
  const actions = ORDER.filter((action) => sheet.actions.includes(action))
  if (actions.length === 0) return null
  return (
    <Foot>
      {actions.map((action) => (
        <Button
          key={action}
          look={LOOKS[action]}
          isWide={LOOKS[action] === 'primary'}
          isBusy={act.isBusy}
          isDisabled={action === 'submit' && sheet.items.length === 0}
          onTap={() => (action === 'return' ? setIsReturning(true) : act.run(action))}
        >
          {words.sheets.actions[action]}
        </Button>
      ))}
      {isReturning ? (
        <ReturnSheet
          isBusy={act.isBusy}
          onClose={() => setIsReturning(false)}
          onReturn={(reason) => act.run('return', reason)}
        />
      ) : null}
    </Foot>
  )
}

async function isSure(action: Action, words: ReturnType<typeof useWords>['sheets']): Promise<boolean> {
  if (action === 'pay') return confirm({ title: words.payTitle, text: words.payText, yes: words.actions.pay })
  if (action !== 'discard') return true
  return confirm({
    title: words.discardTitle,
    text: words.discardText,
    yes: words.actions.discard,
    isDanger: true,
  })
}

function ReturnSheet(props: { isBusy: boolean; onClose: () => void; onReturn: (reason: string) => void }) {
  const words = useWords()
  const [reason, setReason] = useState('')
  return (
    <Sheet
      title={words.sheets.returnTitle}
      isOpen
      onClose={props.onClose}
      footer={
        <Button
          look="primary"
          isWide
          isBusy={props.isBusy}
          isDisabled={reason.trim() === ''}
          onTap={() => props.onReturn(reason.trim())}
        >
          {words.sheets.actions.return}
        </Button>
      }
    >
      <Box className="ready-reasons">
        {words.sheets.reasons.map((text) => (
          <Tap key={text} className="chip" onTap={() => setReason(text)}>
            <Text>{text}</Text>
          </Tap>
        ))}
      </Box>
      <Field
        label={words.sheets.reason}
        value={reason}
        placeholder={words.sheets.reasonHint}
        maxLength={200}
        isMultiline
        onChange={setReason}
      />
    </Sheet>
  )
}

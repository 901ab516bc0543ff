import type { ReceivedListed } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useForm } from '@/api/use-form'
import { usePagedList } from '@/api/use-paged-list'
import { open } from '@/lib/routes'
import { useSubmissionKey } from '@/lib/submission-key'
import { sumFen } from '@/logic/received'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Money } from '@/ui/money'
import { Sheet } from '@/ui/sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

interface PutOnProps {
  invoices: readonly Pick<ReceivedListed, 'id' | 'totalFen'>[]
  onClose: () => void
  onDone: () => void
}

/** Begins a reimbursement sheet with the chosen invoices, or puts them on a draft of one's own. */
export function PutOnSheet({ invoices, onClose, onDone }: PutOnProps) {
  const words = useWords()
  const key = useSubmissionKey()
  const form = useForm({ title: '' }, ({ title }) =>
    title.trim() === '' ? [{ path: 'title', code: 'field.required' }] : [],
  )
  const create = useAction(async () => {
    if (!form.isRight()) return
    const body = { title: form.draft.title.trim(), invoiceIds: invoices.map(({ id }) => id) }
    const sheet = await call('POST /api/v1/merchant/sheets', { body, idempotencyKey: key.keyOf(body) })
    key.done()
    onClose()
    onDone()
    open('sheet', { id: sheet.id })
  }, form.refuse)
  return (
    <Sheet
      title={words.sheets.new}
      isOpen
      onClose={onClose}
      footer={
        <Button look="primary" isWide isBusy={create.isBusy} onTap={create.run}>
          {words.sheets.create(invoices.length)}
        </Button>
      }
    >
      <Field
        label={words.sheets.nameLabel}
        value={form.draft.title}
        placeholder={words.sheets.nameHint}
        maxLength={60}
        isFocused
        onChange={(title) => form.set({ title })}
        onConfirm={create.run}
        problem={form.problemOf('title')}
      />
      {invoices.length > 0 ? (
        <>
          <Box className="sum-line">
            {words.sheets.count(invoices.length)} <Money fen={sumFen(invoices)} />
          </Box>
          <Drafts invoices={invoices} onClose={onClose} onDone={onDone} />
        </>
      ) : null}
    </Sheet>
  )
}

function Drafts({ invoices, onClose, onDone }: PutOnProps) {
  const words = useWords()
  const drafts = usePagedList('GET /api/v1/merchant/sheets', { status: 'draft' })
  const [busyId, setBusyId] = useState<string>()
  const add = useAction(
    async (id: string, version: number) => {
      setBusyId(id)
      await call('PATCH /api/v1/merchant/sheets/:id', {
        params: { id },
        body: { version, add: invoices.map((invoice) => invoice.id) },
      })
      toast(words.sheets.added)
      onClose()
      onDone()
      open('sheet', { id })
    },
    () => {
      setBusyId(undefined)
      return false
    },
  )
  const mine = drafts.items.filter(({ isMine }) => isMine)
  if (mine.length === 0) return null
  return (
    <Group title={words.sheets.addTo}>
      {mine.map((sheet) => (
        <Cell
          key={sheet.id}
          title={sheet.title}
          note={words.sheets.count(sheet.invoices)}
          value={<Money fen={sheet.totalFen} />}
          label={`${words.sheets.addTo} ${sheet.title}`}
          onTap={busyId === undefined ? () => add.run(sheet.id, sheet.version) : undefined}
        />
      ))}
    </Group>
  )
}

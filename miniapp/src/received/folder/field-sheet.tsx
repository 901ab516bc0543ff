import type { ReceivedDetail } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { fieldMessage } from '@piaoma/shared/messages'
import { useState } from 'react'
import { call } from '@/api/client'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { dateTime } from '@/logic/times'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Sheet } from '@/ui/sheet'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { type FieldName, fieldText, fieldValue } from './fields'
import { SessionPicture } from './session-picture'

/** What a collision says of the row that has the number already. */
interface SameInvoice {
  id: string
  personName: string
  at: string
}

/** Sets one field, its place on the picture above it. A number that another row has leads to merging, on request. */
export function FieldSheet(props: {
  invoice: ReceivedDetail
  field: FieldName
  onClose: () => void
  onChanged: (invoice: ReceivedDetail) => void
  onConflict: () => void
}) {
  const words = useWords()
  const language = useLanguage()
  const { invoice, field } = props
  const known = invoice.fields[field]
  const title = words.received.names[field]
  const [text, setText] = useState(known ? fieldText(field, known.value) : '')
  const [problem, setProblem] = useState<string>()
  const [other, setOther] = useState<SameInvoice>()
  const save = useAction(
    async () => {
      const value = fieldValue(field, text)
      if (value === undefined) return setProblem(fieldMessage('number.form', language))
      setProblem(undefined)
      const body = { version: invoice.version, values: { [field]: value } }
      props.onChanged(
        await call('POST /api/v1/merchant/received-invoices/:id/corrections', {
          params: { id: invoice.id },
          body,
        }),
      )
      toast(words.actions.saved)
    },
    (refused) => {
      if (refused.code === 'resource.conflict') props.onConflict()
      if (refused.code === 'received.same_invoice') setOther(otherOf(refused))
      setProblem(refused.fields?.[0]?.message ?? problemText(refused))
      return true
    },
  )
  const merge = useAction(async () => {
    if (!other) return
    const body = { version: invoice.version, intoId: other.id }
    await call('POST /api/v1/merchant/received-invoices/:id/merge', { params: { id: invoice.id }, body })
    toast(words.received.merged)
    props.onClose()
    props.onConflict()
  })
  return (
    <Sheet
      title={`${words.received.change} ${title}`}
      isOpen
      onClose={props.onClose}
      footer={
        <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
          {words.actions.save}
        </Button>
      }
    >
      {known?.cutOutOf ? (
        <SessionPicture
          path={`/api/v1/merchant/captures/${known.cutOutOf}/cut-out?field=${field}`}
          alt={words.received.cutOut(title)}
          className="doubt-picture"
        />
      ) : null}
      <Field
        label={title}
        value={text}
        onChange={setText}
        onConfirm={save.run}
        problem={problem}
        isFocused
        maxLength={500}
      />
      {other ? (
        <Box className="block">
          <Banner
            tone="warn"
            action={
              <Button size="small" isBusy={merge.isBusy} onTap={merge.run}>
                {words.received.merge}
              </Button>
            }
          >
            {words.received.other(other.personName, dateTime(other.at))}
          </Banner>
        </Box>
      ) : null}
    </Sheet>
  )
}

function otherOf(problem: Problem): SameInvoice | undefined {
  return (problem as Problem & { other?: SameInvoice }).other
}

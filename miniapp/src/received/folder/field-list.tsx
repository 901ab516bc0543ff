import type { ReceivedDetail, ReceivedFieldView } from '@piaoma/shared/contract'
import { RECEIVED_KINDS, type ReceivedKind } from '@piaoma/shared/received'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { cx } from '@/lib/class-names'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ChoiceSheet } from '@/ui/choice-sheet'
import { Icon } from '@/ui/icon'
import { useWords } from '@/words'
import { type FieldName, fieldText, shownFields } from './fields'

interface FieldsProps {
  invoice: ReceivedDetail
  onChanged: (invoice: ReceivedDetail) => void
  onEdit: (field: FieldName) => void
  /** A pointer or the keyboard is on this field, or on none. */
  onPoint: (field: FieldName | undefined) => void
}

/** Every field with where it was read and how sure it is; a tap corrects it. */
export function FieldList(props: FieldsProps) {
  const words = useWords()
  const [isAll, setIsAll] = useState(false)
  const { main, rest } = shownFields(props.invoice)
  const row = ([name, field]: [FieldName, ReceivedFieldView]) => (
    <FieldRow
      key={name}
      name={name}
      field={field}
      onTap={props.invoice.canCorrect ? () => props.onEdit(name) : undefined}
      onPoint={(isOn) => props.onPoint(isOn ? name : undefined)}
    />
  )
  return (
    <Group
      title={words.received.fields}
      note={props.invoice.canCorrect ? undefined : words.standing.bookedNote}
    >
      <KindRow invoice={props.invoice} onChanged={props.onChanged} />
      {main.map(row)}
      {isAll ? rest.map(row) : null}
      {rest.length > 0 ? (
        <Box className="fields-more">
          <Button size="small" look="quiet" onTap={() => setIsAll(!isAll)}>
            {isAll ? words.received.less : words.received.more(rest.length)}
          </Button>
        </Box>
      ) : null}
    </Group>
  )
}

/** The kind may be misread too. */
function KindRow({ invoice, onChanged }: Pick<FieldsProps, 'invoice' | 'onChanged'>) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const change = useAction(async (kind: ReceivedKind) => {
    setIsOpen(false)
    if (kind === invoice.kind) return
    onChanged(
      await call('POST /api/v1/merchant/received-invoices/:id/corrections', {
        params: { id: invoice.id },
        body: { version: invoice.version, kind, values: {} },
      }),
    )
  })
  const inside = (
    <>
      <Text className="read-name">{words.received.names.kind}</Text>
      <Text className="read-value">{words.received.kinds[invoice.kind]}</Text>
    </>
  )
  if (!invoice.canCorrect) return <Box className="read">{inside}</Box>
  return (
    <>
      <Tap className="read" onTap={() => setIsOpen(true)}>
        {inside}
      </Tap>
      <ChoiceSheet
        title={words.received.names.kind}
        isOpen={isOpen}
        value={invoice.kind}
        choices={RECEIVED_KINDS.map((value) => ({ value, text: words.received.kinds[value] }))}
        onClose={() => setIsOpen(false)}
        onChoose={change.run}
      />
    </>
  )
}

function FieldRow(props: {
  name: FieldName
  field: ReceivedFieldView
  onTap: (() => void) | undefined
  onPoint: (isOn: boolean) => void
}) {
  const words = useWords()
  const { name, field, onTap, onPoint } = props
  const title = words.received.names[name]
  const text = fieldText(name, field.value)
  const inside = (
    <>
      <Text className="read-name">{title}</Text>
      <Box className="read-main">
        <Box className={cx('read-value', text === '' && 'read-missing')}>
          {text || words.received.missing}
        </Box>
        {field.repairedFrom ? (
          <Box className="read-note">{words.received.repaired(fieldText(name, field.repairedFrom))}</Box>
        ) : null}
      </Box>
      <Text className={cx('read-source', field.isDoubtful && 'read-source-unsure')}>
        {field.isDoubtful ? words.received.unsure : words.received.sources[field.source]}
      </Text>
      <Text className={cx('read-mark', field.isDoubtful ? 'read-mark-unsure' : 'read-mark-sure')}>
        <Icon name={field.isDoubtful ? 'alert' : 'check'} className="read-mark-icon" />
      </Text>
    </>
  )
  if (!onTap) return <Box className="read">{inside}</Box>
  return (
    <Tap className="read" onTap={onTap} onPoint={onPoint}>
      {inside}
    </Tap>
  )
}

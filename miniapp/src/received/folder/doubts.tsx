import type { ReceivedDetail } from '@piaoma/shared/contract'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { useWords } from '@/words'
import { type FieldName, fieldText } from './fields'
import { SessionPicture } from './session-picture'

/** Every doubtful field beside its place on the picture: one tap when it is right, a sheet when it is not. */
export function Doubts(props: {
  invoice: ReceivedDetail
  onChanged: (invoice: ReceivedDetail) => void
  onEdit: (field: FieldName) => void
}) {
  const words = useWords()
  const { invoice } = props
  const confirm = useAction(async (name: FieldName) => {
    const field = invoice.fields[name]
    if (!field) return
    props.onChanged(
      await call('POST /api/v1/merchant/received-invoices/:id/corrections', {
        params: { id: invoice.id },
        body: { version: invoice.version, values: { [name]: field.value } },
      }),
    )
  })
  if (invoice.doubtful.length === 0 || !invoice.canCorrect) return null
  return (
    <Group title={words.received.confirm} note={words.received.confirmNote}>
      {invoice.doubtful.map((name) => {
        const field = invoice.fields[name]
        const title = words.received.names[name]
        const known = field ? fieldText(name, field.value) : ''
        return (
          <Box key={name} className="doubt">
            <Box className="doubt-title">{title}</Box>
            {field?.cutOutOf ? (
              <SessionPicture
                path={`/api/v1/merchant/captures/${field.cutOutOf}/cut-out?field=${name}`}
                alt={words.received.cutOut(title)}
                className="doubt-picture"
              />
            ) : null}
            <Box className="doubt-line">
              <Text className={known ? 'doubt-value' : 'doubt-value read-missing'}>
                {known || words.received.missing}
              </Text>
              {known ? (
                <Button
                  size="small"
                  look="tint"
                  icon="check"
                  isBusy={confirm.isBusy}
                  label={`${words.received.isRight} ${title}`}
                  onTap={() => confirm.run(name)}
                >
                  {words.received.isRight}
                </Button>
              ) : null}
              <Button
                size="small"
                icon="edit"
                label={`${words.received.change} ${title}`}
                onTap={() => props.onEdit(name)}
              >
                {words.received.change}
              </Button>
            </Box>
          </Box>
        )
      })}
    </Group>
  )
}

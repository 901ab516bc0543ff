import type { ProductCodeView } from '@piaoma/shared/contract'
import { formatTaxRate } from '@piaoma/shared/tax'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { PRODUCT_CODE_TONES, productCodeState } from '@/logic/statuses'
import { dateTime } from '@/logic/times'
import { Box, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Money } from '@/ui/money'
import { ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { CodeCard, PrintGroup, ValidityCell } from '../parts/code-card'

/** One product code: shown, printed, paused, edited, deleted. */
export function ProductCodeDetail({ id, onGone }: { id: string; onGone: () => void }) {
  const words = useWords()
  const code = useResource('GET /api/v1/merchant/product-codes/:id', { params: { id } }, { isLive: true })
  if (code.isLoading) return <Skeleton kind="detail" />
  if (!code.data) return code.problem ? <ProblemView problem={code.problem} onRetry={code.reload} /> : null
  const { data } = code
  const state = productCodeState(data)
  return (
    <Box className="detail">
      <CodeCard
        code={data}
        title={data.title}
        state={{ tone: PRODUCT_CODE_TONES[state], text: words.productCodeState[state] }}
        isOpen={state === 'active'}
      />
      <Group title={words.codes.facts}>
        <Cell title={words.lines.name} value={data.line.name} />
        <Cell
          title={words.lines.classification}
          value={
            <Text className="number">{`${data.line.taxCode} · ${formatTaxRate(data.line.taxRate)}`}</Text>
          }
        />
        <Cell title={words.filters.store} value={data.storeName} />
        <Cell title={words.codes.kinds} value={data.kinds.map((kind) => words.kinds[kind]).join(' / ')} />
        <Cell title={words.productCodes.limits} value={<Limits code={data} />} />
        <ValidityCell validFrom={data.validFrom} validUntil={data.validUntil} format={dateTime} />
        <Cell title={words.productCodes.useCount} value={String(data.useCount)} />
        <Cell title={words.codes.createdAt} value={dateTime(data.createdAt)} />
      </Group>
      <PrintGroup code={data.code} kind="product" />
      <ProductCodeActions code={data} onChange={code.set} onGone={onGone} />
    </Box>
  )
}

function Limits({ code }: { code: ProductCodeView }) {
  const words = useWords()
  const { minAmountFen, maxAmountFen } = code
  if (minAmountFen === undefined && maxAmountFen === undefined) return <Text>{words.codes.unlimited}</Text>
  return (
    <>
      {minAmountFen === undefined ? <Text>…</Text> : <Money fen={minAmountFen} />}
      <Text> – </Text>
      {maxAmountFen === undefined ? <Text>…</Text> : <Money fen={maxAmountFen} />}
    </>
  )
}

function ProductCodeActions(props: {
  code: ProductCodeView
  onChange: (code: ProductCodeView) => void
  onGone: () => void
}) {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const { code } = props
  const act = useAction(async (action: 'activate' | 'deactivate') => {
    const next = await call('POST /api/v1/merchant/product-codes/:id/actions', {
      params: { id: code.id },
      body: { action },
    })
    props.onChange(next)
    toast(words.productCodes.done[action])
  })
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: words.productCodes.deleteTitle(code.title),
      text: words.productCodes.deleteText,
      yes: words.actions.delete,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/product-codes/:id', { params: { id: code.id } })
    toast(words.actions.deleted)
    props.onGone()
  })
  if (!canWrite || code.actions.length === 0) return null
  return (
    <Foot>
      {code.actions.includes('delete') ? (
        <Button look="quiet-danger" isBusy={remove.isBusy} onTap={remove.run}>
          {words.actions.delete}
        </Button>
      ) : null}
      {(['deactivate', 'activate'] as const)
        .filter((action) => code.actions.includes(action))
        .map((action) => (
          <Button key={action} isWide isBusy={act.isBusy} onTap={() => act.run(action)}>
            {words.productCodes.actions[action]}
          </Button>
        ))}
      {code.actions.includes('delete') ? (
        <Button look="primary" isWide onTap={() => open('editProductCode', { id: code.id })}>
          {words.actions.edit}
        </Button>
      ) : null}
    </Foot>
  )
}

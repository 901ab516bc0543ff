import type { OrderCodeView } from '@piaoma/shared/contract'
import { formatTaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { ORDER_CODE_TONES, orderCodeState } from '@/logic/statuses'
import { dateTime, endOfDay } from '@/logic/times'
import { Box } from '@/primitives'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { DateField } from '@/ui/field'
import { Money } from '@/ui/money'
import { Sheet } from '@/ui/sheet'
import { ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { CodeCard, PrintGroup, ValidityCell } from '../parts/code-card'

const WATCH_MS = 2000

/** One order code: to be scanned from this screen, with its state live until it is spent. `onNext` goes on to the next order. */
export function OrderCodeDetail({ id, onNext }: { id: string; onNext?: () => void }) {
  const words = useWords()
  const code = useResource('GET /api/v1/merchant/order-codes/:id', { params: { id } }, { isLive: true })
  const status = code.data?.status
  // A guest stands at the counter: closer than the console's usual rounds while something can still happen.
  useWatch(status === 'active' || status === 'reserved' || status === 'unpaid', code.reload, WATCH_MS)
  if (code.isLoading) return <Skeleton kind="detail" />
  if (!code.data) return code.problem ? <ProblemView problem={code.problem} onRetry={code.reload} /> : null
  const { data } = code
  const state = orderCodeState(data)
  return (
    <Box className="detail">
      <CodeCard
        code={data}
        title={data.orderNo}
        state={{
          tone: state === 'spent' ? 'good' : ORDER_CODE_TONES[state],
          text: words.orderCodeLive[state],
        }}
        isDone={state === 'spent'}
        isOpen={state === 'active' || state === 'unpaid'}
      >
        <Money fen={data.amountFen} size="figure" />
      </CodeCard>
      {data.applicationId ? <ApplicationCell id={data.applicationId} /> : null}
      <Group title={words.lines.title}>
        {data.lines.map((line, index) => (
          <Cell
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
            key={index}
            title={line.name}
            note={[line.quantity && `${line.quantity}${line.unit ?? ''}`, formatTaxRate(line.taxRate)]
              .filter(Boolean)
              .join(' · ')}
            value={<Money fen={line.amountFen - (line.discountFen ?? 0)} />}
          />
        ))}
      </Group>
      <Group title={words.codes.facts}>
        <Cell title={words.filters.store} value={data.storeName} />
        <Cell title={words.codes.kinds} value={data.kinds.map((kind) => words.kinds[kind]).join(' / ')} />
        <ValidityCell validFrom={data.validFrom} validUntil={data.validUntil} format={dateTime} />
        <Cell title={words.codes.source} value={words.codeSources[data.source]} />
        <Cell title={words.codes.createdAt} value={dateTime(data.createdAt)} />
        {data.remark ? <Cell title={words.buyer.remark} value={data.remark} isStacked /> : null}
      </Group>
      <PrintGroup code={data.code} kind="order" />
      <OrderCodeActions code={data} onChange={code.set} onNext={onNext} />
    </Box>
  )
}

function ApplicationCell({ id }: { id: string }) {
  const words = useWords()
  if (!useCan('applications.read')) return null
  return (
    <Group>
      <Cell title={words.orderCodes.application} icon="review" onTap={() => open('application', { id })} />
    </Group>
  )
}

type Action = 'activate' | 'deactivate' | 'markPaid' | 'void' | 'renew'

function OrderCodeActions(props: {
  code: OrderCodeView
  onChange: (code: OrderCodeView) => void
  onNext?: () => void
}) {
  const words = useWords()
  const { code, onChange, onNext } = props
  const canWrite = useCan('codes.write')
  const [isRenewing, setIsRenewing] = useState(false)
  const act = useAction(async (action: Action, validUntil?: string) => {
    const next = await call('POST /api/v1/merchant/order-codes/:id/actions', {
      params: { id: code.id },
      body: { action, ...(validUntil ? { validUntil } : {}) },
    })
    onChange(next)
    setIsRenewing(false)
    toast(words.orderCodes.done[action])
  })
  const voidIt = async () => {
    const isSure = await confirm({
      title: words.orderCodes.voidTitle,
      text: words.orderCodes.voidText,
      yes: words.orderCodes.actions.void,
      isDanger: true,
    })
    if (isSure) act.run('void')
  }
  const run: Record<Action, () => void> = {
    activate: () => act.run('activate'),
    deactivate: () => act.run('deactivate'),
    markPaid: () => act.run('markPaid'),
    renew: () => setIsRenewing(true),
    void: () => void voidIt(),
  }
  // At the counter only what may be wanted with the guest waiting.
  const offered: readonly Action[] = onNext
    ? ['void', 'markPaid']
    : ['void', 'deactivate', 'activate', 'renew', 'markPaid']
  const allowed = offered.filter((action) => code.actions.includes(action))
  if (!canWrite || (allowed.length === 0 && !onNext)) return null
  return (
    <Foot>
      {allowed.map((action) => (
        <Button
          key={action}
          look={action === 'void' ? 'quiet-danger' : action === 'markPaid' ? 'primary' : 'plain'}
          isWide={action !== 'void'}
          isBusy={act.isBusy}
          onTap={run[action]}
        >
          {words.orderCodes.actions[action]}
        </Button>
      ))}
      {onNext ? (
        <Button look="primary" isWide onTap={onNext}>
          {words.orderCodes.next}
        </Button>
      ) : null}
      <RenewSheet
        isOpen={isRenewing}
        isBusy={act.isBusy}
        onClose={() => setIsRenewing(false)}
        onRenew={(until) => act.run('renew', until)}
      />
    </Foot>
  )
}

function RenewSheet(props: {
  isOpen: boolean
  isBusy: boolean
  onClose: () => void
  onRenew: (validUntil: string | undefined) => void
}) {
  const words = useWords()
  const [day, setDay] = useState('')
  return (
    <Sheet
      title={words.orderCodes.actions.renew}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Button look="primary" isWide isBusy={props.isBusy} onTap={() => props.onRenew(endOfDay(day))}>
          {words.orderCodes.actions.renew}
        </Button>
      }
    >
      <DateField
        label={words.codes.validUntil}
        value={day}
        onChange={setDay}
        hint={words.orderCodes.renewHint}
      />
    </Sheet>
  )
}

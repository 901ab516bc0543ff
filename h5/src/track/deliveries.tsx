import type { ApplicationView } from '@piaoma/shared/contract'
import type { PhraseKey } from '@piaoma/shared/guest'
import { minute } from '@piaoma/shared/guest'
import { useAllWords } from '../words'

type Delivery = ApplicationView['deliveries'][number]

const STATES: Readonly<Record<Delivery['status'], PhraseKey>> = {
  pending: 'deliveryPending',
  sending: 'deliverySending',
  sent: 'deliverySent',
  failed: 'deliveryFailed',
}

/** Where the invoices were sent and whether they got there. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const t = useAllWords()
  if (deliveries.length === 0) return null
  return (
    <section class="card" aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">{t.deliveries}</h2>
      <ul class="deliveries" aria-live="polite">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <span class="delivery-to">{delivery.to}</span>
            <span class={`badge ${delivery.status}`}>{t[STATES[delivery.status]]}</span>
            <small>
              {minute(delivery.at)}
              {delivery.problem && ` · ${delivery.problem}`}
            </small>
          </li>
        ))}
      </ul>
      <p class="hint">{t.sentNothing}</p>
    </section>
  )
}

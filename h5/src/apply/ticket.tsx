import type { CodeView } from '@piaoma/shared/contract'
import { minute, say, totalFen, yuan } from '@piaoma/shared/guest'
import { Icon } from '../ui/icons'
import { useWords } from '../words'

const SHOWN = 5

interface TicketProps {
  codes: readonly CodeView[]
  /** Takes a merged order off again. */
  onRemove?: (view: CodeView) => void
}

/** What is invoiced, in the shape of the receipt: merchant, items, and the sum below the tear line. */
export function Ticket({ codes, onRemove }: TicketProps) {
  const t = useWords()
  const [first] = codes
  const total = totalFen(codes)
  if (!first) return null
  return (
    <section class="ticket">
      <div class="ticket-head">
        <h2>{first.merchantName}</h2>
        {first.storeName && codes.length === 1 && <p>{first.storeName}</p>}
      </div>
      {codes.map((view, index) => (
        <Order
          key={view.code}
          view={view}
          isNamed={codes.length > 1}
          onRemove={index > 0 && onRemove ? () => onRemove(view) : undefined}
        />
      ))}
      {total !== undefined && (
        <div class="ticket-total">
          <span>{codes.length > 1 ? say(t.ordersTotal, { n: codes.length }) : t.total}</span>
          <strong>{yuan(total)}</strong>
        </div>
      )}
      <dl class="ticket-foot">
        <div>
          <dt>{t.seller}</dt>
          <dd>{first.sellerName}</dd>
        </div>
        {first.orderNo && codes.length === 1 && (
          <div>
            <dt>{t.orderNo}</dt>
            <dd>{first.orderNo}</dd>
          </div>
        )}
      </dl>
      {first.isReviewed && <p class="hint">{t.reviewedHint}</p>}
      {first.validUntil && <p class="hint">{say(t.validUntil, { time: minute(first.validUntil) })}</p>}
    </section>
  )
}

function Order({ view, isNamed, onRemove }: { view: CodeView; isNamed: boolean; onRemove?: () => void }) {
  const t = useWords()
  const name = view.orderNo ?? view.title ?? view.code
  const isLong = view.lines.length > SHOWN + 1
  return (
    <div class="order">
      {isNamed && (
        <div class="order-head">
          <h3>{[view.storeName, name].filter(Boolean).join(' · ')}</h3>
          {onRemove && (
            <button type="button" class="plain" aria-label={say(t.removeCode, { name })} onClick={onRemove}>
              <Icon name="close" />
            </button>
          )}
        </div>
      )}
      {view.kind === 'product' && view.title && view.title !== view.lines[0]?.name && (
        <p class="order-title">{view.title}</p>
      )}
      <Lines lines={isLong ? view.lines.slice(0, SHOWN) : view.lines} label={t.items} />
      {isLong && (
        <details>
          <summary>{say(t.showAllItems, { n: view.lines.length })}</summary>
          <Lines lines={view.lines.slice(SHOWN)} label={t.items} />
        </details>
      )}
    </div>
  )
}

function Lines({ lines, label }: { lines: CodeView['lines']; label: string }) {
  const t = useWords()
  return (
    <ul class="lines" aria-label={label}>
      {lines.map((line, index) => (
        <li key={index}>
          <span class="line-name">
            {line.name}
            {line.quantity && (
              <span class="line-count">
                {' '}
                ×{line.quantity}
                {line.unit ?? ''}
              </span>
            )}
          </span>
          {line.amountFen !== undefined && <span class="line-amount">{yuan(line.amountFen)}</span>}
          {line.discountFen !== undefined && (
            <span class="line-discount">
              {t.discount} −{yuan(line.discountFen)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

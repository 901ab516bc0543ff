import type { CodeView } from '@piaoma/shared/contract'
import type { ApplyForm } from '@piaoma/shared/guest'
import { amountOf, buyerOf, plainMobile, yuan } from '@piaoma/shared/guest'
import { Sheet } from '../ui/sheet'
import { useAllWords } from '../words'
import { type SubmitEvents, useSubmit } from './use-submit'

interface ReviewSheetProps extends SubmitEvents {
  form: ApplyForm
  codes: readonly CodeView[]
  /** Why the last try did not get through. */
  trouble: string
  onClose: () => void
}

/** What will be issued, before it is sent: the same values that go into the request. */
export function ReviewSheet(props: ReviewSheetProps) {
  const { form, codes, trouble, onClose } = props
  const t = useAllWords()
  const { isSending, submit } = useSubmit(props)
  const buyer = buyerOf(form)
  const amount = amountOf(codes, form.amount)
  const isReviewed = codes.some((view) => view.isReviewed)
  const rows: [string, string | undefined][] = [
    [t.kind, form.kind === 'special' ? t.kindSpecial : t.kindNormal],
    [form.type === 'company' ? t.companyName : t.personName, buyer.name],
    [t.taxpayerId, buyer.taxpayerId],
    [t.address, buyer.address],
    [t.phone, buyer.phone],
    [t.bankName, buyer.bankName],
    [t.bankAccount, buyer.bankAccount],
    [t.items, itemNames(codes)],
    [t.seller, codes[0]?.sellerName],
    [t.remark, form.remark.trim()],
    [t.email, form.email.trim()],
    [t.mobile, plainMobile(form.mobile)],
  ]
  return (
    <Sheet title={t.reviewTitle} onClose={onClose}>
      <div class="review-amount">{amount !== undefined && yuan(amount)}</div>
      <dl class="facts">
        {rows.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="hint">{isReviewed ? t.reviewNoteMerchant : t.reviewNote}</p>
      <div role="alert">{trouble && <p class="alert">{trouble}</p>}</div>
      <div class="actions">
        <button type="button" class="button" aria-disabled={isSending} onClick={() => submit(form, codes)}>
          {isSending ? t.submitting : trouble ? t.retry : isReviewed ? t.submitForReview : t.submit}
        </button>
        <button type="button" class="button second" onClick={onClose}>
          {t.back}
        </button>
      </div>
    </Sheet>
  )
}

const NAMED = 4

/** The first few items by name; all of them stand on the ticket behind the sheet. */
function itemNames(codes: readonly CodeView[]): string {
  const names = codes.reduce<string[]>((all, view) => all.concat(view.lines.map((line) => line.name)), [])
  return names.slice(0, NAMED).join('、') + (names.length > NAMED ? `… (${names.length})` : '')
}

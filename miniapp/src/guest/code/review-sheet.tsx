import type { CodeView } from '@piaoma/shared/contract'
import { type ApplyForm, amountOf, buyerOf, plainMobile } from '@piaoma/shared/guest'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { Sheet } from '@/ui/sheet'
import { Banner } from '@/ui/states'
import { Facts } from '../parts/facts'
import { usePhrases } from '../words'

/** What will be issued, before it is sent: the same values that go into the request. */
export function ReviewSheet(props: {
  isOpen: boolean
  form: ApplyForm
  codes: readonly CodeView[]
  trouble: string
  isSending: boolean
  onSubmit: () => void
  onClose: () => void
}) {
  const t = usePhrases()
  const { form, codes, trouble, isSending } = props
  const buyer = buyerOf(form)
  const amount = amountOf(codes, form.amount)
  const isReviewed = codes.some((view) => view.isReviewed)
  const say = isSending ? t.submitting : trouble ? t.retry : isReviewed ? t.submitForReview : t.submit
  return (
    <Sheet
      title={t.reviewTitle}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Box className="guest-actions">
          <Button look="primary" isWide isBusy={isSending} onTap={props.onSubmit}>
            {say}
          </Button>
          <Button isWide onTap={props.onClose}>
            {t.back}
          </Button>
        </Box>
      }
    >
      <Box className="guest-review">
        {amount === undefined ? null : <Money fen={amount} size="figure" />}
        <Facts
          rows={[
            [t.kind, form.kind === 'special' ? t.kindSpecial : t.kindNormal],
            [form.type === 'company' ? t.companyName : t.personName, buyer.name],
            [t.taxpayerId, buyer.taxpayerId],
            [t.address, buyer.address],
            [t.phone, buyer.phone],
            [t.bankName, buyer.bankName],
            [t.bankAccount, buyer.bankAccount],
            [t.seller, codes[0]?.sellerName],
            [t.remark, form.remark.trim()],
            [t.email, form.email.trim()],
            [t.mobile, plainMobile(form.mobile)],
          ]}
        />
        <Box className="quiet">{isReviewed ? t.reviewNoteMerchant : t.reviewNote}</Box>
        {trouble ? <Banner tone="danger">{trouble}</Banner> : null}
      </Box>
    </Sheet>
  )
}

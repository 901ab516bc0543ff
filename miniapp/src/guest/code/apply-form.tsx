import type { CodeView } from '@piaoma/shared/contract'
import { amountOf, tidyAmount } from '@piaoma/shared/guest'
import { useState } from 'react'
import { Box, Text } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Money } from '@/ui/money'
import { Banner } from '@/ui/states'
import { Ticket } from '../parts/ticket'
import { usePhrases } from '../words'
import { BuyerFields } from './buyer-fields'
import { ContactFields, KindFields } from './contact-fields'
import { ReviewSheet } from './review-sheet'
import { TitleSources } from './title-sources'
import { useApplyForm, useSubmit } from './use-apply'
import { useCodes } from './use-codes'

/** What is invoiced, to whom, where it goes; then a look at the whole, then it is sent. */
export function ApplyForm(props: {
  view: CodeView
  others: readonly string[]
  onStale: (view: CodeView) => void
}) {
  const t = usePhrases()
  const { view } = props
  const { codes, isAdding, add, remove } = useCodes(view, props.others)
  const apply = useApplyForm(view, codes)
  const { form, edit, kinds, errorAt } = apply
  const [isReviewing, setIsReviewing] = useState(false)
  const submit = useSubmit({
    view,
    codes,
    onIssues: (issues) => {
      setIsReviewing(false)
      apply.show(issues)
    },
    onStale: props.onStale,
  })
  const amount = amountOf(codes, form.amount)
  const fields = { form, edit, errorAt }
  return (
    <Box className="column guest-form">
      <Ticket codes={codes} onRemove={remove} />
      {view.kind === 'order' ? (
        <Button look="quiet" icon="plus" isBusy={isAdding} onTap={add}>
          {t.addCode}
        </Button>
      ) : (
        <Group>
          <Field
            label={t.amount}
            kind="decimal"
            value={form.amount}
            placeholder="0.00"
            maxLength={16}
            onChange={(value) => edit({ do: 'type', field: 'amount', value })}
            onBlur={() => edit({ do: 'type', field: 'amount', value: tidyAmount(form.amount) })}
            problem={errorAt('amount')}
            hint={t.amountHint}
          />
        </Group>
      )}
      {apply.alerts.map((alert) => (
        <Banner key={alert} tone="danger">
          {alert}
        </Banner>
      ))}
      <TitleSources form={form} edit={edit} kinds={kinds} />
      <BuyerFields {...fields} kinds={kinds} />
      <KindFields {...fields} kinds={kinds} />
      <ContactFields {...fields} />
      <Foot>
        <Box className="foot-sum" live="polite">
          <Text className="quiet">{t.total}</Text>
          {amount === undefined ? <Text>—</Text> : <Money fen={amount} size="large" />}
        </Box>
        <Button
          look="primary"
          isWide
          onTap={() => {
            submit.forgetTrouble()
            if (apply.check()) setIsReviewing(true)
          }}
        >
          {t.next}
        </Button>
      </Foot>
      <ReviewSheet
        isOpen={isReviewing}
        form={form}
        codes={codes}
        trouble={submit.trouble}
        isSending={submit.isSending}
        onSubmit={() => void submit.submit(form)}
        onClose={() => setIsReviewing(false)}
      />
    </Box>
  )
}

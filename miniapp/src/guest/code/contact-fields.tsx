import type { InvoiceKind } from '@piaoma/shared/invoice'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { Group, SwitchCell } from '@/ui/cell'
import { Field, SegmentField } from '@/ui/field'
import { usePhrases } from '../words'
import type { FieldsProps } from './buyer-fields'

/** 普票 or 专票, where the code allows both. */
export function KindFields({ form, edit, errorAt, kinds }: FieldsProps & { kinds: readonly InvoiceKind[] }) {
  const t = usePhrases()
  const offered = kinds.filter((kind) => kind === 'normal' || form.type === 'company')
  return (
    <Group title={t.kind} note={form.kind === 'special' ? t.kindSpecialHint : t.kindNormalHint}>
      <SegmentField
        label={t.kind}
        value={form.kind}
        choices={offered.map((value) => ({
          value,
          text: value === 'special' ? t.kindSpecial : t.kindNormal,
        }))}
        onChange={(kind) => edit({ do: 'kind', kind })}
        problem={errorAt('kind')}
      />
    </Group>
  )
}

/** Where the invoice goes, the remark, and whether this phone may remember. */
export function ContactFields({ form, edit, errorAt }: FieldsProps) {
  const t = usePhrases()
  const [isRemarking, setIsRemarking] = useState(false)
  return (
    <Group title={t.contact} note={t.rememberHint}>
      <Field
        label={t.email}
        kind="email"
        value={form.email}
        placeholder={t.optional}
        maxLength={200}
        onChange={(value) => edit({ do: 'type', field: 'email', value })}
        hint={t.emailHint}
        problem={errorAt('email')}
      />
      <Field
        label={t.mobile}
        kind="tel"
        value={form.mobile}
        placeholder={t.optional}
        maxLength={30}
        onChange={(value) => edit({ do: 'type', field: 'mobile', value })}
        hint={t.mobileHint}
        problem={errorAt('mobile')}
      />
      {isRemarking || form.remark || errorAt('remark') ? (
        <Field
          label={t.remark}
          isMultiline
          value={form.remark}
          placeholder={t.optional}
          maxLength={400}
          onChange={(value) => edit({ do: 'type', field: 'remark', value })}
          hint={t.remarkHint}
          problem={errorAt('remark')}
        />
      ) : (
        <Button look="quiet" onTap={() => setIsRemarking(true)}>
          {t.addRemark}
        </Button>
      )}
      <SwitchCell
        title={t.remember}
        isOn={form.isRemembered}
        onChange={(isRemembered) => edit({ do: 'remember', isRemembered })}
      />
    </Group>
  )
}

import { Check, Field } from '../ui/field'
import { useWords } from '../words'
import type { FieldsProps } from './buyer-fields'

/** Where the invoice goes, the remark, and whether this device may remember. */
export function ContactFields({ form, edit, errorAt }: FieldsProps) {
  const t = useWords()
  return (
    <section class="card" aria-labelledby="contact-title">
      <h2 id="contact-title">{t.contact}</h2>
      <Field
        id="email"
        label={t.email}
        value={form.email}
        onText={(value) => edit({ do: 'type', field: 'email', value })}
        hint={t.emailHint}
        error={errorAt('email')}
        type="email"
        isOptional
        input={{ autocomplete: 'email', inputMode: 'email' }}
      />
      <Field
        id="mobile"
        label={t.mobile}
        value={form.mobile}
        onText={(value) => edit({ do: 'type', field: 'mobile', value })}
        hint={t.mobileHint}
        error={errorAt('mobile')}
        type="tel"
        isOptional
        input={{ autocomplete: 'tel' }}
      />
      <details class="more" open={form.remark !== '' || !!errorAt('remark')}>
        <summary>{t.addRemark}</summary>
        <Field
          id="remark"
          label={t.remark}
          value={form.remark}
          onText={(value) => edit({ do: 'type', field: 'remark', value })}
          hint={t.remarkHint}
          error={errorAt('remark')}
          rows={2}
          isOptional
        />
      </details>
      <Check
        id="remember"
        label={t.remember}
        hint={t.rememberHint}
        isOn={form.isRemembered}
        onTurn={(isRemembered) => edit({ do: 'remember', isRemembered })}
      />
    </section>
  )
}

import { INVOICE_KINDS, type InvoiceKind } from '@piaoma/shared/invoice'
import { ChoiceCell } from '@/ui/cell'
import { useWords } from '@/words'

/** Which kinds a guest may ask for; none chosen means the merchant's usual ones. */
export function KindsChoice(props: {
  kinds: readonly InvoiceKind[]
  onChange: (kinds: InvoiceKind[]) => void
}) {
  const words = useWords()
  return (
    <>
      {INVOICE_KINDS.map((kind) => {
        const isChosen = props.kinds.includes(kind)
        return (
          <ChoiceCell
            key={kind}
            role="checkbox"
            title={words.kinds[kind]}
            label={words.codes.allowKind(words.kinds[kind])}
            isChosen={isChosen}
            onTap={() =>
              props.onChange(
                INVOICE_KINDS.filter((other) => (other === kind ? !isChosen : props.kinds.includes(other))),
              )
            }
          />
        )
      })}
    </>
  )
}

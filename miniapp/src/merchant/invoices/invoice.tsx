import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { InvoiceDetail } from './invoice-detail'

/** One invoice on a phone. */
export default function InvoicePage() {
  const words = useWords()
  const id = useDetailId('invoices')
  return (
    <Page title={words.invoices.detail} section="invoices" parent="invoices" needs="invoices.read">
      {id ? <InvoiceDetail id={id} /> : null}
    </Page>
  )
}

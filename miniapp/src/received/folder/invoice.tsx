import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { ReceivedDetail } from './received-detail'

/** One received invoice on a phone. */
export default function ReceivedInvoicePage() {
  const words = useWords()
  const id = useDetailId('received')
  return (
    <Page title={words.received.detail} section="received" parent="received" needs="received.capture">
      {id ? <ReceivedDetail id={id} /> : null}
    </Page>
  )
}

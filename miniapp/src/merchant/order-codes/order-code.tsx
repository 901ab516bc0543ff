import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { OrderCodeDetail } from './order-code-detail'

/** One order code on a phone. */
export default function OrderCodePage() {
  const words = useWords()
  const id = useDetailId('orderCodes')
  return (
    <Page title={words.orderCodes.detail} section="orderCodes" parent="orderCodes" needs="codes.read">
      {id ? <OrderCodeDetail id={id} /> : null}
    </Page>
  )
}

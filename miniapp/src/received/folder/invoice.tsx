import { useRouter } from '@tarojs/taro'
import { queryValue } from '@/lib/routes'
import { Page } from '@/shell/page'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'
import { ReceivedDetail } from './received-detail'

/** One received invoice: on a desk its picture beside what was read, on a phone above it. */
export default function ReceivedInvoicePage() {
  const words = useWords()
  const id = queryValue(useRouter().params, 'id')
  return (
    <Page title={words.received.detail} section="received" parent="received" needs="received.capture">
      {id ? <ReceivedDetail key={id} id={id} /> : <Empty icon="search" title={words.states.nothingFound} />}
    </Page>
  )
}

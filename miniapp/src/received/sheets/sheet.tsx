import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { SheetDetail } from './sheet-detail'

/** One reimbursement sheet on a phone. */
export default function SheetPage() {
  const words = useWords()
  const id = useDetailId('sheets')
  return (
    <Page title={words.sheets.one} section="sheets" parent="sheets" needs="received.capture">
      {id ? <SheetDetail id={id} /> : null}
    </Page>
  )
}

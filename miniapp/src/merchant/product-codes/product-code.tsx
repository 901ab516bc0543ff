import { goBack } from '@/lib/routes'
import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { ProductCodeDetail } from './product-code-detail'

/** One product code on a phone. */
export default function ProductCodePage() {
  const words = useWords()
  const id = useDetailId('productCodes')
  return (
    <Page title={words.productCodes.detail} section="productCodes" parent="productCodes" needs="codes.read">
      {id ? <ProductCodeDetail id={id} onGone={() => goBack('productCodes')} /> : null}
    </Page>
  )
}

import type { ProductCodeView } from '@piaoma/shared/contract'
import { useRouter } from '@tarojs/taro'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useForm } from '@/api/use-form'
import { useResource } from '@/api/use-resource'
import { goBack, queryValue, swap } from '@/lib/routes'
import { useSubmissionKey } from '@/lib/submission-key'
import {
  EMPTY_PRODUCT_CODE,
  productCodeBody,
  productCodeChange,
  productCodeDraft,
  productCodeIssues,
} from '@/logic/product-code-form'
import { Box } from '@/primitives'
import { Page } from '@/shell/page'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { ProductCodeFields } from './product-code-fields'

/** Making a product code, or changing one. */
export default function EditProductCodePage() {
  const words = useWords()
  const id = queryValue(useRouter().params, 'id')
  return (
    <Page
      title={id ? words.productCodes.edit : words.productCodes.create}
      section="productCodes"
      parent="productCodes"
      needs="codes.write"
    >
      <Box className="column-narrow">{id ? <Existing id={id} /> : <ProductCodeForm />}</Box>
    </Page>
  )
}

function Existing({ id }: { id: string }) {
  const code = useResource('GET /api/v1/merchant/product-codes/:id', { params: { id } })
  if (code.isLoading) return <Skeleton kind="form" />
  if (!code.data) return code.problem ? <ProblemView problem={code.problem} onRetry={code.reload} /> : null
  return <ProductCodeForm code={code.data} />
}

function ProductCodeForm({ code }: { code?: ProductCodeView }) {
  const words = useWords()
  const form = useForm(code ? productCodeDraft(code) : EMPTY_PRODUCT_CODE, productCodeIssues)
  const submission = useSubmissionKey()
  const save = useAction(async () => {
    if (!form.isRight()) {
      toast(words.review.issues(form.issueCount), 'problem')
      return
    }
    if (code) {
      const body = productCodeChange(form.draft)
      await call('PATCH /api/v1/merchant/product-codes/:id', { params: { id: code.id }, body })
      toast(words.actions.saved)
      goBack('productCodes')
      return
    }
    const body = productCodeBody(form.draft)
    const made = await call('POST /api/v1/merchant/product-codes', {
      body,
      idempotencyKey: submission.keyOf(body),
    })
    toast(words.productCodes.created)
    swap('productCode', { id: made.id })
  }, form.refuse)
  return (
    <>
      <ProductCodeFields draft={form.draft} onChange={form.set} problemOf={form.problemOf} />
      <Foot>
        <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
          {words.actions.save}
        </Button>
      </Foot>
    </>
  )
}

import type { ProductCodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { goBack, queryValue, swap } from '@/lib/routes'
import { useSubmissionKey } from '@/lib/submission-key'
import {
  EMPTY_PRODUCT_CODE,
  type ProductCodeDraft,
  productCodeBody,
  productCodeDraft,
  productCodeIssues,
} from '@/logic/product-code-form'
import { showFirstProblem } from '@/platform'
import { Box } from '@/primitives'
import { Page } from '@/shell/page'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { ProductCodeFields } from './product-code-fields'

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
      <Box className="column-narrow">{id ? <Existing id={id} /> : <Form />}</Box>
    </Page>
  )
}

function Existing({ id }: { id: string }) {
  const code = useResource('GET /api/v1/merchant/product-codes/:id', { params: { id } })
  if (code.isLoading) return <Skeleton kind="form" />
  if (!code.data) return code.problem ? <ProblemView problem={code.problem} onRetry={code.reload} /> : null
  return <Form code={code.data} />
}

function Form({ code }: { code?: ProductCodeView }) {
  const words = useWords()
  const language = useLanguage()
  const [draft, setDraft] = useState<ProductCodeDraft>(() =>
    code ? productCodeDraft(code) : EMPTY_PRODUCT_CODE,
  )
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const submission = useSubmissionKey()
  const issues = productCodeIssues(draft, code && productCodeDraft(code))
  const problemOf = fieldProblems([...(isChecked ? issues : []), ...(refused?.fields ?? [])], language)

  const save = useAction(
    async () => {
      setIsChecked(true)
      if (issues.length > 0) {
        toast(words.review.issues(issues.length), 'problem')
        showFirstProblem()
        return
      }
      const body = productCodeBody(draft)
      if (code) {
        await call('PATCH /api/v1/merchant/product-codes/:id', { params: { id: code.id }, body })
        toast(words.actions.saved)
        goBack('productCodes')
        return
      }
      const made = await call('POST /api/v1/merchant/product-codes', {
        body,
        idempotencyKey: submission.keyOf(body),
      })
      toast(words.productCodes.created)
      swap('productCode', { id: made.id })
    },
    (problem) => {
      setRefused(problem)
      showFirstProblem()
      return false
    },
  )
  return (
    <>
      <ProductCodeFields
        draft={draft}
        onChange={(change) => {
          setRefused(undefined)
          setDraft({ ...draft, ...change })
        }}
        problemOf={problemOf}
      />
      <Foot>
        <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
          {words.actions.save}
        </Button>
      </Foot>
    </>
  )
}

import { ApiError } from '@piaoma/shared/client'
import type { MerchantApplication } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useRef, useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { changeOf, issuesOf } from '@/logic/application-edit'
import { showFirstProblem } from '@/platform'
import { Box } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { BuyerFields } from './buyer-fields'
import { ConflictSheet } from './conflict-sheet'
import { LinesEditor } from './lines-editor'
import { useDraft } from './use-draft'

/** Edits every field. Nothing typed is lost: not by a problem, a newer version, an ended session or a reload. */
export function ApplicationEditor(props: {
  application: MerchantApplication
  /** A newer version was read while resolving a conflict. */
  onLatest: (latest: MerchantApplication) => void
  onSaved: (saved: MerchantApplication) => void
  onCancel: () => void
}) {
  const words = useWords()
  const language = useLanguage()
  const { application } = props
  const draft = useDraft(application)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const [latest, setLatest] = useState<MerchantApplication>()
  const isSaved = useRef(false)
  const { id } = application

  const found = isChecked ? issuesOf(draft.mine) : []
  const problemOf = fieldProblems([...found, ...(refused?.fields ?? [])], language)
  const change: typeof draft.change = (part) => {
    setRefused(undefined)
    draft.change(part)
  }

  const save = useAction(
    async (isApproved: boolean) => {
      setIsChecked(true)
      const issues = issuesOf(draft.mine)
      if (issues.length > 0) {
        toast(words.review.issues(issues.length), 'problem')
        showFirstProblem()
        return
      }
      const saved = await call('PATCH /api/v1/merchant/applications/:id', {
        params: { id },
        body: changeOf(draft.mine),
      })
      isSaved.current = true
      draft.forget()
      props.onSaved(saved)
      if (isApproved) props.onSaved(await approve(saved))
      toast(isApproved ? words.review.done.approve : words.actions.saved)
    },
    (problem) => {
      // What is saved is safe: a refused approval is told like any other problem.
      if (isSaved.current) return false
      if (problem.code === 'resource.conflict') {
        void readLatest()
        return true
      }
      setRefused(problem)
      showFirstProblem()
      return false
    },
  )
  const readLatest = async () => {
    try {
      setLatest(await call('GET /api/v1/merchant/applications/:id', { params: { id } }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefused(error.problem)
    }
  }
  const cancel = async () => {
    const isSure =
      !draft.isChanged ||
      (await confirm({ title: words.review.dropTitle, yes: words.review.drop, isDanger: true }))
    if (!isSure) return
    draft.forget()
    props.onCancel()
  }
  const isBehind = application.version !== draft.mine.version
  return (
    <Box className="detail">
      {draft.isRestored ? <Banner tone="info">{words.review.restored}</Banner> : null}
      {isBehind ? (
        <Banner
          tone="warn"
          action={
            <Button size="small" onTap={() => setLatest(application)}>
              {words.review.compare}
            </Button>
          }
        >
          {words.review.changedByOther}
        </Banner>
      ) : null}
      <BuyerFields draft={draft.mine} onChange={change} problemOf={problemOf} />
      <LinesEditor
        lines={draft.mine.lines}
        onChange={(lines) => change({ lines })}
        problemOf={problemOf}
        before={draft.base.lines}
      />
      <Foot>
        <Button look="quiet" onTap={() => void cancel()}>
          {words.actions.cancel}
        </Button>
        <Button isBusy={save.isBusy} isWide onTap={() => save.run(false)}>
          {words.actions.save}
        </Button>
        {application.actions.includes('approve') ? (
          <Button look="primary" isBusy={save.isBusy} isWide onTap={() => save.run(true)}>
            {words.review.saveAndApprove}
          </Button>
        ) : null}
      </Foot>
      {latest ? (
        <ConflictSheet
          mine={draft.mine}
          latest={latest}
          onClose={() => setLatest(undefined)}
          onKeepMine={() => {
            draft.rebase(latest)
            props.onLatest(latest)
            setLatest(undefined)
          }}
          onTakeTheirs={() => {
            draft.restart(latest)
            props.onLatest(latest)
            setLatest(undefined)
          }}
        />
      ) : null}
    </Box>
  )
}

function approve(saved: MerchantApplication): Promise<MerchantApplication> {
  return call('POST /api/v1/merchant/applications/:id/approve', {
    params: { id: saved.id },
    body: { version: saved.version },
  })
}

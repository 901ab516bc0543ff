import type { MerchantApplication } from '@piaoma/shared/contract'
import { Box } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { Banner } from '@/ui/states'
import { useWords } from '@/words'
import { BuyerFields, DeliveryFields } from './buyer-fields'
import { ConflictSheet } from './conflict-sheet'
import { LinesEditor } from './lines-editor'
import { useApplicationEdit } from './use-application-edit'

interface ApplicationEditorProps {
  application: MerchantApplication
  /** A newer version was read while resolving a conflict. */
  onLatest: (latest: MerchantApplication) => void
  onSaved: (saved: MerchantApplication) => void
  onCancel: () => void
}

/** Edits every field. Nothing typed is lost: not by a problem, a newer version, an ended session or a reload. */
export function ApplicationEditor({ application, onLatest, onSaved, onCancel }: ApplicationEditorProps) {
  const words = useWords()
  const { draft, save, problemOf, change, latest, setLatest } = useApplicationEdit(application, onSaved)
  const settle = (how: (latest: MerchantApplication) => void) => {
    if (!latest) return
    how(latest)
    onLatest(latest)
    setLatest(undefined)
  }
  const cancel = async () => {
    const question = { title: words.review.dropTitle, yes: words.review.drop, isDanger: true }
    if (draft.isChanged && !(await confirm(question))) return
    draft.forget()
    onCancel()
  }
  return (
    <Box className="detail">
      {draft.isRestored ? <Banner tone="info">{words.review.restored}</Banner> : null}
      {application.version === draft.mine.version ? null : (
        <BehindBanner onCompare={() => setLatest(application)} />
      )}
      <BuyerFields draft={draft.mine} onChange={change} problemOf={problemOf} />
      <DeliveryFields draft={draft.mine} onChange={change} problemOf={problemOf} />
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
          onKeepMine={() => settle(draft.rebase)}
          onTakeTheirs={() => settle(draft.restart)}
        />
      ) : null}
    </Box>
  )
}

/** Somebody changed it while it was being edited. */
function BehindBanner({ onCompare }: { onCompare: () => void }) {
  const words = useWords()
  return (
    <Banner
      tone="warn"
      action={
        <Button size="small" onTap={onCompare}>
          {words.review.compare}
        </Button>
      }
    >
      {words.review.changedByOther}
    </Banner>
  )
}

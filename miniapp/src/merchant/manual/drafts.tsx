import type { InvoiceDraftView } from '@piaoma/shared/contract'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { swap } from '@/lib/routes'
import { dateTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { Page } from '@/shell/page'
import { IconButton } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { Money } from '@/ui/money'
import { PagedRows } from '@/ui/paged-rows'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

/** Manual invoices that were begun, of everybody in the same stores. */
export default function DraftsPage() {
  const words = useWords()
  const list = usePagedList('GET /api/v1/merchant/invoice-drafts', {})
  return (
    <Page title={words.manual.drafts} section="invoices" parent="manual" needs="invoices.issue">
      <Box className="column-narrow">
        <PagedRows
          list={list}
          label={words.manual.drafts}
          empty={<Empty icon="edit" title={words.manual.noDrafts} note={words.manual.noDraftsNote} />}
          row={(draft) => <DraftRow draft={draft} onGone={list.reload} />}
        />
      </Box>
    </Page>
  )
}

function DraftRow({ draft, onGone }: { draft: InvoiceDraftView; onGone: () => void }) {
  const words = useWords()
  const name = draft.buyerName || words.manual.nameless
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: words.manual.dropTitle,
      text: name,
      yes: words.actions.delete,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/invoice-drafts/:id', { params: { id: draft.id } })
    toast(words.actions.deleted)
    onGone()
  })
  return (
    <Box className="row">
      <Tap className="row-main" onTap={() => swap('manual', { draft: draft.id })}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{name}</Text>
            <Money fen={draft.totalFen} />
          </Box>
          <Box className="row-tags">
            <Text className="row-number">
              {[draft.authorName, draft.storeName, dateTime(draft.updatedAt)].join(' · ')}
            </Text>
          </Box>
        </Box>
      </Tap>
      <IconButton icon="trash" label={words.manual.deleteDraft(name)} onTap={remove.run} />
    </Box>
  )
}

import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { open, queryValue } from '@/lib/routes'
import { copyOf, draftOfForm } from '@/logic/manual-draft'
import { useIsWide } from '@/platform'
import { Box } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ChoiceField } from '@/ui/field'
import { Banner, Empty, ProblemView, Skeleton } from '@/ui/states'
import { useWords } from '@/words'
import { type StoreItem, storeChoices, useStores } from '../parts/stores'
import { BuyerFields, DeliveryFields } from '../review/buyer-fields'
import { LinesEditor } from '../review/lines-editor'
import { InvoiceFace } from './invoice-face'
import { TakeTitle } from './title-sheet'
import { type Beginning, freshStart, useManualEntry, useManualMemory } from './use-manual-entry'

/** 手工填开: an invoice typed in without a code, begun empty, from a kept draft, or as a copy. */
export default function ManualPage() {
  const words = useWords()
  return (
    <Page
      title={words.manual.title}
      section="invoices"
      parent="invoices"
      needs="invoices.issue"
      extra={<HeadAction icon="clock" text={words.manual.drafts} onTap={() => open('invoiceDrafts')} />}
    >
      <Begin />
    </Page>
  )
}

/** Reads what the form begins with. */
function Begin() {
  const words = useWords()
  const { params } = useRouter()
  const draftId = queryValue(params, 'draft')
  const copied = queryValue(params, 'copy')
  const stores = useStores()
  const memory = useManualMemory()
  const [remembered] = useState(memory.read)
  const draft = useResource(
    'GET /api/v1/merchant/invoice-drafts/:id',
    draftId ? { params: { id: draftId } } : undefined,
  )
  const source = useResource(
    'GET /api/v1/merchant/applications/:id',
    copied ? { params: { id: copied } } : undefined,
  )
  const reading = [draft, source].find((each) => each.isLoading || (each.problem && !each.data))
  if (reading?.problem) return <ProblemView problem={reading.problem} onRetry={reading.reload} />
  const storeId = stores.find((store) => store.isActive)?.id
  if (reading || storeId === undefined) return <Skeleton kind="form" />
  if (draft.data) {
    const { id, version, form } = draft.data
    // Newer keys of this device on the same draft win over what the service has of it.
    const mine = remembered?.kept?.id === id ? remembered : undefined
    return <Entry beginning={mine ?? { mine: draftOfForm(form), kept: { id, version } }} stores={stores} />
  }
  if (source.data) return <Entry beginning={{ mine: copyOf(source.data) }} stores={stores} />
  if (draftId || copied) return <Empty icon="search" title={words.states.nothingFound} />
  return (
    <Entry
      beginning={remembered ?? freshStart(storeId)}
      stores={stores}
      isRestored={remembered !== undefined}
    />
  )
}

function Entry(props: { beginning: Beginning; stores: readonly StoreItem[]; isRestored?: boolean }) {
  const words = useWords()
  const isWide = useIsWide()
  const canReview = useCan('applications.review')
  const entry = useManualEntry(props.beginning)
  const { mine, change, problemOf } = entry
  const [before] = useState(props.beginning.mine.lines)
  const store = props.stores.find(({ id }) => id === mine.storeId)
  const face = <InvoiceFace draft={mine} sellerName={store?.sellerName ?? ''} />
  const form = (
    <>
      {props.isRestored ? <Banner tone="info">{words.review.restored}</Banner> : null}
      {props.stores.length > 1 ? (
        <Group>
          <ChoiceField
            label={words.filters.store}
            value={mine.storeId}
            choices={storeChoices(props.stores.filter(({ isActive }) => isActive))}
            onChange={(storeId) => change({ storeId })}
            problem={problemOf('storeId')}
          />
        </Group>
      ) : null}
      <BuyerFields
        draft={mine}
        onChange={change}
        problemOf={problemOf}
        extra={<TakeTitle onTake={change} />}
      />
      <LinesEditor
        lines={mine.lines}
        onChange={(lines) => change({ lines })}
        problemOf={problemOf}
        before={before}
      />
      <DeliveryFields draft={mine} onChange={change} problemOf={problemOf} />
    </>
  )
  return (
    <Box className="detail">
      {isWide ? (
        <Box className="column-two manual-columns">
          <Box>{form}</Box>
          <Box className="manual-face">{face}</Box>
        </Box>
      ) : (
        <>
          {form}
          <Group title={words.manual.face}>{face}</Group>
        </>
      )}
      <Box className="manual-state" live="polite">
        {entry.isTyped ? (entry.isKept ? words.manual.isKept : words.manual.isHere) : ''}
      </Box>
      <Foot>
        {entry.isTyped ? (
          <Button look="quiet" isBusy={entry.drop.isBusy} onTap={entry.drop.run}>
            {words.actions.clear}
          </Button>
        ) : null}
        <Button isBusy={entry.save.isBusy} isDisabled={!entry.isTyped} onTap={entry.save.run}>
          {words.manual.keep}
        </Button>
        <Button look="primary" isWide isBusy={entry.issue.isBusy} onTap={entry.issue.run}>
          {canReview ? words.manual.issue : words.manual.handIn}
        </Button>
      </Foot>
    </Box>
  )
}

import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call, sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { copyText, saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { Icon } from '@/ui/icon'
import { Empty, ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { ReceivedSwitch } from '../parts/received-switch'

type Check = CallOutput<'GET /api/v1/merchant/archive/check'>

/** 归档: whether the chain is whole, and packages to take away. */
export default function ArchivePage() {
  const words = useWords()
  const [isMaking, setIsMaking] = useState(false)
  return (
    <Page
      title={words.archive.title}
      section="archive"
      needs="received.manage"
      extra={<HeadAction icon="plus" isMain text={words.archive.make} onTap={() => setIsMaking(true)} />}
    >
      <ReceivedSwitch here="archive" />
      <Box className="column-narrow">
        <Chain />
        <Packages />
      </Box>
      {isMaking ? <MakePackage onClose={() => setIsMaking(false)} /> : null}
    </Page>
  )
}

function Chain() {
  const words = useWords()
  const check = useResource('GET /api/v1/merchant/archive/check', {})
  return (
    <Group
      title={words.archive.check}
      extra={
        check.isLoading ? null : (
          <Button size="small" look="quiet" icon="refresh" onTap={check.reload}>
            {words.archive.check}
          </Button>
        )
      }
      note={check.data && check.data.entries > 0 ? words.archive.headNote : undefined}
    >
      {check.isLoading ? <Box className="archive-wait">{words.archive.checking}</Box> : null}
      {check.problem && !check.data ? <ProblemView problem={check.problem} onRetry={check.reload} /> : null}
      {check.data ? <ChainState check={check.data} /> : null}
    </Group>
  )
}

function ChainState({ check }: { check: Check }) {
  const words = useWords()
  const copy = useAction(async () => {
    await copyText(check.head)
    toast(words.actions.copied)
  })
  if (check.entries === 0)
    return <Empty icon="archive" title={words.archive.nothing} note={words.archive.nothingNote} />
  const isWhole = check.problems.length === 0
  return (
    <>
      <Box className="verify">
        <Text className={`mark mark-large ${isWhole ? 'mark-good' : 'mark-danger'}`}>
          <Icon name={isWhole ? 'check' : 'alert'} className="mark-icon" />
        </Text>
        <Box className="verify-text" live="polite">
          <Box className="verify-status">
            {isWhole ? words.archive.whole : words.archive.changed(check.problems.length)}
          </Box>
          <Box className="quiet">{words.archive.wholeNote(check.entries)}</Box>
        </Box>
      </Box>
      {check.problems.map(({ sequence, text }) => (
        <Cell key={`${sequence}-${text}`} title={text} note={words.archive.at(sequence)} />
      ))}
      <Cell
        title={words.archive.head}
        note={<Text className="number break">{check.head}</Text>}
        extra={
          <Button size="small" look="quiet" icon="copy" label={words.archive.copyHead} onTap={copy.run}>
            {words.actions.copy}
          </Button>
        }
      />
    </>
  )
}

function Packages() {
  const words = useWords()
  const packages = useResource('GET /api/v1/merchant/archive/packages', {}, { isLive: true })
  const save = useAction((id: string, name: string) =>
    saveFile(`/api/v1/merchant/archive/packages/${id}/package.zip`, `${name}.zip`, sessionHeaders()),
  )
  if (packages.isLoading) return <Skeleton kind="list" />
  if (!packages.data) {
    return packages.problem ? <ProblemView problem={packages.problem} onRetry={packages.reload} /> : null
  }
  return (
    <Group title={words.archive.packages} note={words.archive.packageNote}>
      {packages.data.items.length === 0 ? <Empty icon="archive" title={words.archive.none} /> : null}
      {packages.data.items.map((each) => (
        <Cell
          key={each.id}
          title={each.name}
          note={[
            words.archive.package(each.firstSequence, each.lastSequence),
            words.archive.count(each.invoices),
            dateTime(each.createdAt),
          ].join(' · ')}
          extra={
            <Button
              size="small"
              icon="download"
              isBusy={save.isBusy}
              label={`${words.actions.download} ${each.name}`}
              onTap={() => save.run(each.id, each.name)}
            >
              {`${Math.max(1, Math.round(each.size / 1024)).toLocaleString('en-US')} KB`}
            </Button>
          }
        />
      ))}
    </Group>
  )
}

function MakePackage({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const [name, setName] = useState('')
  return (
    <FormSheet
      title={words.archive.make}
      onClose={onClose}
      saveText={words.archive.make}
      issues={name.trim() === '' ? [{ path: 'name', code: 'field.required' }] : []}
      onSave={async () => {
        await call('POST /api/v1/merchant/archive/packages', { body: { name: name.trim() } })
        toast(words.archive.made)
      }}
    >
      {(problemOf) => (
        <Field
          label={words.archive.nameLabel}
          value={name}
          placeholder={words.archive.nameHint}
          maxLength={60}
          isFocused
          onChange={setName}
          problem={problemOf('name')}
        />
      )}
    </FormSheet>
  )
}

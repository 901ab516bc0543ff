import type { MailboxView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Banner, Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { MailboxForm } from './mailbox-form'
import { MailboxMessages } from './mailbox-messages'
import { SectionFrame } from './section-frame'

/** 收票邮箱: mailboxes that are watched, what came, and the links that a person may want to open. */
export function MailboxesSection() {
  const words = useWords()
  const texts = words.mailboxes
  const mailboxes = useResource('GET /api/v1/merchant/mailboxes', {}, { isLive: true })
  const [editing, setEditing] = useState<MailboxView | 'new'>()
  return (
    <SectionFrame
      title={words.settings.sections.mailboxes}
      resource={mailboxes}
      extra={
        <Button size="small" look="primary" icon="plus" onTap={() => setEditing('new')}>
          {texts.add}
        </Button>
      }
    >
      {({ items }) => (
        <>
          <Box className="block quiet">{texts.note}</Box>
          {items.length === 0 ? <Empty icon="mail" title={texts.none} /> : null}
          {items.map((mailbox) => (
            <Mailbox key={mailbox.id} mailbox={mailbox} onEdit={() => setEditing(mailbox)} />
          ))}
          {editing ? (
            <MailboxForm
              mailbox={editing === 'new' ? undefined : editing}
              onClose={() => setEditing(undefined)}
            />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

function Mailbox({ mailbox, onEdit }: { mailbox: MailboxView; onEdit: () => void }) {
  const words = useWords()
  const texts = words.mailboxes
  const [isOpen, setIsOpen] = useState(false)
  const check = useAction(async () => {
    await call('POST /api/v1/merchant/mailboxes/:id/check', { params: { id: mailbox.id } })
    toast(texts.checking)
  })
  const { login, host, folder, isActive, checkedAt, problem } = mailbox
  return (
    <Group>
      <Cell
        icon="mail"
        title={login}
        note={`${host} · ${folder}`}
        value={isActive ? undefined : <Tag tone="neutral">{texts.paused}</Tag>}
        label={`${texts.edit} ${login}`}
        onTap={onEdit}
      />
      {problem ? <Banner tone="danger">{problem}</Banner> : null}
      <Cell
        title={
          <Text className="quiet">
            {checkedAt ? texts.checkedAt(dateTime(checkedAt)) : texts.neverChecked}
          </Text>
        }
        extra={
          isActive ? (
            <Button
              size="small"
              icon="refresh"
              isBusy={check.isBusy}
              label={`${texts.checkNow} ${login}`}
              onTap={check.run}
            >
              {texts.checkNow}
            </Button>
          ) : null
        }
      />
      <Cell title={texts.messages} label={`${texts.messages} ${login}`} onTap={() => setIsOpen(true)} />
      {isOpen ? <MailboxMessages id={mailbox.id} onClose={() => setIsOpen(false)} /> : null}
    </Group>
  )
}

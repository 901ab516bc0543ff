import type { CallOutput } from '@piaoma/shared/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { copyText } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Sheet } from '@/ui/sheet'
import { Empty, ProblemView, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

type Message = CallOutput<'GET /api/v1/merchant/mailboxes/:id/messages'>['items'][number]

/** The last hundred messages that were taken, with the links in them, which only a person opens. */
export function MailboxMessages({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords()
  const texts = words.mailboxes
  const messages = useResource('GET /api/v1/merchant/mailboxes/:id/messages', {
    params: { id },
    query: { limit: 100 },
  })
  return (
    <Sheet title={texts.messages} isOpen isTall onClose={onClose}>
      {messages.isLoading ? <Skeleton kind="list" /> : null}
      {messages.problem && !messages.data ? (
        <ProblemView problem={messages.problem} onRetry={messages.reload} />
      ) : null}
      {messages.data?.items.length === 0 ? <Empty icon="mail" title={texts.noMessages} /> : null}
      {messages.data?.items.map((message) => (
        <MessageRow key={message.id} message={message} />
      ))}
    </Sheet>
  )
}

function MessageRow({ message }: { message: Message }) {
  const words = useWords()
  const texts = words.mailboxes
  const copy = useAction(async (link: string) => {
    await copyText(link)
    toast(words.actions.copied)
  })
  const counts = [
    texts.attachments(message.attachments),
    message.links.length > 0 ? texts.links(message.links.length) : '',
  ]
  return (
    <Box className="message">
      <Box className="message-head">
        <Text className="row-title">{message.subject || message.sender}</Text>
      </Box>
      <Box className="quiet">
        {[message.sender, dateTime(message.sentAt ?? message.takenAt), ...counts].filter(Boolean).join(' · ')}
      </Box>
      {message.links.map((link) => (
        <Box key={link} className="message-head">
          <Text className="quiet break">{link}</Text>
          <Button
            size="small"
            look="quiet"
            icon="copy"
            label={`${texts.copyLink} ${link}`}
            onTap={() => copy.run(link)}
          >
            {texts.copyLink}
          </Button>
        </Box>
      ))}
      {message.links.length > 0 ? <Box className="quiet">{texts.linksNote}</Box> : null}
    </Box>
  )
}

import PostalMime, { type Attachment } from 'postal-mime'
import type { ReceivedFileReader } from '../deps'
import type { NewFile } from '../take-in'

/** What a message brought. */
export interface ReadMessage {
  messageId: string | undefined
  subject: string
  sender: string
  sentAt: number | null
  files: NewFile[]
  links: string[]
}

const MAX_FILES = 50
const MAX_LINKS = 20
const MAX_LINK_LENGTH = 500
const PICTURES = new Set(['jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'heic'])

/**
 * A raw message with the attachments that may be invoices, told by their bytes, and the links in its text, which are
 * only listed: they may be anything. Pictures that stand in the text (logos, signatures) are left out.
 */
export async function readMessage(
  raw: Uint8Array,
  detect: ReceivedFileReader['detect'],
): Promise<ReadMessage> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' })
  const sent = Date.parse(mail.date ?? '')
  return {
    messageId: mail.messageId,
    subject: (mail.subject ?? '').slice(0, 300),
    sender: (mail.from?.address ?? mail.from?.name ?? '').slice(0, 300),
    sentAt: Number.isNaN(sent) ? null : sent,
    files: mail.attachments.flatMap((attachment) => fileOf(attachment, detect)).slice(0, MAX_FILES),
    links: linksOf(`${mail.text ?? ''} ${mail.html ?? ''}`),
  }
}

function fileOf(attachment: Attachment, detect: ReceivedFileReader['detect']): NewFile[] {
  const { content } = attachment
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const type = detect(bytes)
  const isInText = PICTURES.has(type) && (attachment.related === true || attachment.disposition === 'inline')
  return type === 'other' || isInText ? [] : [{ name: attachment.filename, bytes, type }]
}

function linksOf(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s"'<>）】]+/g) ?? []
  const links = found
    .map((link) => link.replaceAll('&amp;', '&'))
    .filter((link) => link.length <= MAX_LINK_LENGTH)
  return [...new Set(links)].slice(0, MAX_LINKS)
}

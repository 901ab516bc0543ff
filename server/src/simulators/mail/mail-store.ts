import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { createFolderStorage } from '../../storage'

/** A received mail as lists show it. */
export interface MailSummary {
  id: string
  /** Epoch milliseconds. */
  receivedAt: number
  from: string
  to: string[]
  subject: string
  messageId: string
  size: number
}

/** A received mail opened up. */
export interface MailDetail extends MailSummary {
  /** The From header, decoded: `name <address>`. */
  sender: string
  headers: { name: string; value: string }[]
  text: string
  html: string
  attachments: { index: number; fileName: string; mediaType: string; size: number; sha256: string }[]
}

export interface MailStore {
  /** Answers once the mail is on the disk. */
  add(mail: { from: string; to: string[]; raw: Uint8Array }): Promise<MailSummary>
  /** Newest first. */
  list(): MailSummary[]
  find(id: string): MailSummary | undefined
  /** The .eml file: our trace headers, then the mail as it was received. */
  raw(id: string): Promise<Uint8Array>
  open(id: string): Promise<MailDetail>
  attachment(id: string, index: number): Promise<StoredAttachment | undefined>
  clear(): Promise<void>
}

export interface StoredAttachment {
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

/** More than our trace headers and the headers of any sensible mail. */
const HEAD_BYTES = 32_768

/** Keeps each mail as one .eml file in `folder`; what is there already is listed again after a restart. */
export async function openMailStore(folder: string, now: () => number): Promise<MailStore> {
  await mkdir(folder, { recursive: true })
  const files = createFolderStorage(folder)
  const mails = new Map<string, MailSummary>()
  for (const name of (await readdir(folder)).sort()) {
    if (name.endsWith('.eml')) mails.set(name.slice(0, -4), await readSummary(folder, name.slice(0, -4)))
  }
  let count = 0

  const raw = (id: string) => files.get(`${id}.eml`)
  const parse = async (id: string) => PostalMime.parse(await raw(id))
  return {
    async add({ from, to, raw: body }) {
      count += 1
      const id = `${String(now()).padStart(13, '0')}-${String(count).padStart(6, '0')}`
      const trace = `Return-Path: <${from}>\r\nX-Original-To: ${to.join(', ')}\r\n`
      const bytes = Buffer.concat([Buffer.from(trace), body])
      await files.put(`${id}.eml`, bytes)
      const summary = await summarise(id, bytes, bytes.length)
      mails.set(id, summary)
      return summary
    },
    list: () => [...mails.values()].reverse(),
    find: (id) => mails.get(id),
    raw,
    async open(id) {
      const summary = mails.get(id) ?? (await readSummary(folder, id))
      return { ...summary, ...details(await parse(id)) }
    },
    async attachment(id, index) {
      const found = (await parse(id)).attachments[index]
      return found && storedAttachment(found, index)
    },
    async clear() {
      for (const id of mails.keys()) await rm(join(folder, `${id}.eml`), { force: true })
      mails.clear()
    },
  }
}

async function readSummary(folder: string, id: string): Promise<MailSummary> {
  const file = await open(join(folder, `${id}.eml`))
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0)
    return await summarise(id, head.subarray(0, bytesRead), (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function summarise(id: string, bytes: Buffer, size: number): Promise<MailSummary> {
  const end = bytes.indexOf('\r\n\r\n')
  const email = await PostalMime.parse(end < 0 ? bytes : bytes.subarray(0, end + 4))
  const header = (key: string) => email.headers.find((one) => one.key === key)?.value ?? ''
  return {
    id,
    receivedAt: Number(id.split('-')[0]),
    from: header('return-path').replace(/[<>]/g, ''),
    to: header('x-original-to').split(', '),
    subject: email.subject ?? '',
    messageId: email.messageId ?? '',
    size,
  }
}

function details(email: Email): Omit<MailDetail, keyof MailSummary> {
  const { from } = email
  return {
    sender: from?.address === undefined ? '' : `${from.name} <${from.address}>`.trim(),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: email.text ?? '',
    html: email.html ?? '',
    attachments: email.attachments.map((part, index) => {
      const { fileName, mediaType, bytes } = storedAttachment(part, index)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { index, fileName, mediaType, size: bytes.length, sha256 }
    }),
  }
}

function storedAttachment(part: Email['attachments'][number], index: number): StoredAttachment {
  const { content } = part
  return {
    fileName: part.filename ?? `attachment-${index}`,
    mediaType: part.mimeType,
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }
}

/** Mails that carry the same Message-ID, by it: what was delivered more than once. */
export function twinsOf(mails: MailSummary[]): Map<string, MailSummary[]> {
  const groups = new Map<string, MailSummary[]>()
  for (const mail of mails) groups.set(mail.messageId, [...(groups.get(mail.messageId) ?? []), mail])
  return new Map([...groups].filter(([, group]) => group.length > 1))
}

import { shanghaiDate, shanghaiDateChinese } from '@piaoma/shared/invoice'
import { formatYuan } from '@piaoma/shared/money'
import type { FileFormat } from '../issuing/tax-channel'
import { escapeHtml, type MailAttachment, type MailMessage, oneLine } from '../mail'
import { invoiceFileName } from './file-name'
import type { DeliverableInvoice, DeliverableInvoices } from './invoice-reader'
import { CHINESE, ENGLISH, type MailWords } from './mail-words'

const MEDIA: Record<FileFormat, string> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  xml: 'application/xml',
}
const FORMATS = Object.keys(MEDIA) as FileFormat[]
/** Base64 adds a third; most mailboxes take 25 MB. */
const MAX_ATTACHED_BYTES = 15 * 1024 * 1024

/**
 * The mail that brings invoices: the guest's language first, the other one below, as plain text and as HTML (inline
 * styles, nothing loaded from elsewhere, readable on a dark ground). Files that would make it too large stay behind
 * the link. Throws RangeError when there is no invoice or the token is no token.
 */
export function composeInvoiceMail(
  delivery: { messageId: string; to: string },
  content: DeliverableInvoices,
  publicUrl: string,
): MailMessage {
  const [first] = content.invoices
  if (!first) throw new RangeError('a mail needs an invoice')
  if (!/^[\w-]+$/.test(content.token)) throw new RangeError('not a token')
  const clean = cleaned(content)
  const languages = content.language === 'en' ? [ENGLISH, CHINESE] : [CHINESE, ENGLISH]
  const attachments = attach(clean)
  const view: View = {
    ...clean,
    link: `${publicUrl}/a/${content.token}`,
    sum: formatYuan(
      content.invoices.reduce((sum, { totalFen }) => sum + totalFen, 0),
      { thousands: true },
    ),
    isComplete: attachments.length === content.invoices.length * FORMATS.length,
  }
  const [words = CHINESE] = languages
  return {
    ...delivery,
    subject: oneLine(words.subject(clean.merchantName, clean.invoices.length, first.number, view.sum)),
    text: languages.map((each) => textPart(each, view)).join(`\n\n${'-'.repeat(40)}\n\n`),
    html: htmlPage(languages, view),
    attachments,
  }
}

interface View extends DeliverableInvoices {
  link: string
  sum: string
  /** Every format of every invoice is attached. */
  isComplete: boolean
}

const cleaned = (content: DeliverableInvoices): DeliverableInvoices => ({
  ...content,
  merchantName: oneLine(content.merchantName, 120),
  sellerName: oneLine(content.sellerName, 200),
  buyerName: oneLine(content.buyerName, 200),
})

function attach(content: DeliverableInvoices): MailAttachment[] {
  let left = MAX_ATTACHED_BYTES
  const attachments: MailAttachment[] = []
  // PDFs of all invoices come first: they are what everybody can open.
  for (const format of FORMATS) {
    for (const invoice of content.invoices) {
      const file = invoice.files.find((each) => each.format === format)
      if (!file || file.bytes.length > left) continue
      left -= file.bytes.length
      const fileName =
        file.fileName ?? invoiceFileName({ ...invoice, sellerName: content.sellerName, format })
      attachments.push({ fileName, mediaType: MEDIA[format], bytes: file.bytes })
    }
  }
  return attachments
}

const dayOf = (words: MailWords, epochMs: number) =>
  words.lang === 'en' ? shanghaiDate(epochMs) : shanghaiDateChinese(epochMs)

/** Label and value of each row. */
function facts(words: MailWords, view: View): [string, string][] {
  const ofInvoice = ({ number, totalFen, issuedAt }: DeliverableInvoice): [string, string][] => [
    [words.number, number],
    [words.total, `¥${formatYuan(totalFen, { thousands: true })}`],
    [words.issuedOn, dayOf(words, issuedAt)],
  ]
  const sum: [string, string][] = view.invoices.length > 1 ? [[words.sum, `¥${view.sum}`]] : []
  return [
    ...view.invoices.flatMap(ofInvoice),
    ...sum,
    [words.seller, view.sellerName],
    [words.buyer, view.buyerName],
  ]
}

const notes = (words: MailWords, view: View): string[] => [
  words.linkNote,
  words.attached,
  ...(view.isComplete ? [] : [words.notAttached]),
  words.wrong,
  words.notYours,
]

function textPart(words: MailWords, view: View): string {
  const separator = words.lang === 'en' ? ': ' : '：'
  return [
    words.heading(view.invoices.length),
    '',
    words.opening(view.merchantName),
    '',
    ...facts(words, view).map(([label, value]) => label + separator + value),
    '',
    words.openLink + separator,
    view.link,
    '',
    ...notes(words, view),
  ].join('\n')
}

// No colour of the text and none of the ground: both follow the reader's theme. Only the button brings its own two.
const STYLE = {
  page: "max-width:560px;margin:0 auto;padding:24px 16px;font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif",
  heading: 'margin:0 0 8px;font-size:22px;line-height:1.3',
  table: 'width:100%;border-collapse:collapse;margin:16px 0',
  label:
    'padding:8px 16px 8px 0;text-align:left;vertical-align:top;font-weight:normal;white-space:nowrap;opacity:.72',
  value: 'padding:8px 0;text-align:right;word-break:break-all',
  row: 'border-bottom:1px solid rgba(128,128,128,.35)',
  button:
    'display:inline-block;padding:12px 24px;border-radius:8px;background:#0b6e4f;color:#ffffff;text-decoration:none;font-weight:bold',
  note: 'margin:8px 0;font-size:14px;opacity:.8',
  rule: 'border:0;border-top:1px solid rgba(128,128,128,.35);margin:32px 0',
}

function htmlPage(languages: MailWords[], view: View): string {
  const [{ lang } = CHINESE] = languages
  const parts = languages.map((words) => htmlPart(words, view)).join(`<hr style="${STYLE.rule}">`)
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></head><body style="margin:0"><div style="${STYLE.page}">${parts}</div></body></html>`
}

function htmlPart(words: MailWords, view: View): string {
  const rows = facts(words, view).map(
    ([label, value]) =>
      `<tr style="${STYLE.row}"><th scope="row" style="${STYLE.label}">${escapeHtml(label)}</th><td style="${STYLE.value}">${escapeHtml(value)}</td></tr>`,
  )
  const link = escapeHtml(view.link)
  const paragraphs = notes(words, view).map((note) => `<p style="${STYLE.note}">${escapeHtml(note)}</p>`)
  return `<div lang="${words.lang}"><h1 style="${STYLE.heading}">${escapeHtml(words.heading(view.invoices.length))}</h1><p style="margin:0">${escapeHtml(words.opening(view.merchantName))}</p><table role="presentation" style="${STYLE.table}">${rows.join('')}</table><p style="margin:24px 0 8px"><a href="${link}" style="${STYLE.button}">${escapeHtml(words.openLink)}</a></p><p style="${STYLE.note};word-break:break-all">${link}</p>${paragraphs.join('')}</div>`
}

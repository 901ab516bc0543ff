import { buildPath } from '@piaoma/shared/client'
import type { ApplicationView } from '@piaoma/shared/contract'
import { minute, say, yuan } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { isInWechat } from '../platform/wechat'
import { announce } from '../ui/announce'
import { copyText } from '../ui/copy'
import { Icon } from '../ui/icons'
import { useAllWords } from '../words'

type Invoice = ApplicationView['invoices'][number]

interface InvoiceCardProps {
  token: string
  view: ApplicationView
  invoice: Invoice
  index: number
}

const FORMATS = ['pdf', 'ofd', 'xml'] as const

/** An issued invoice: number, amounts, files, paper. */
export function InvoiceCard({ token, view, invoice, index }: InvoiceCardProps) {
  const t = useAllWords()
  const { invoices } = view
  const rows: [string, string][] = [
    [t.issuedAt, minute(invoice.issuedAt)],
    [t.kind, view.kind === 'special' ? t.kindSpecial : t.kindNormal],
    [t.buyer, view.buyerName],
    [t.seller, view.sellerName],
    [t.taxAmount, yuan(invoice.taxFen)],
  ]
  return (
    <section class="ticket invoice" aria-label={`${t.invoiceNumber} ${invoice.number}`}>
      {invoices.length > 1 && (
        <p class="hint">{say(t.invoiceNth, { n: index + 1, total: invoices.length })}</p>
      )}
      <div class="invoice-number">
        <h2>{t.invoiceNumber}</h2>
        <p>
          <span>{invoice.number}</span>
          <CopyNumber number={invoice.number} />
        </p>
      </div>
      <div class="invoice-total">
        <span>{t.invoiceAmount}</span>
        <strong>{yuan(invoice.totalFen)}</strong>
      </div>
      <h3 class="tear">{t.download}</h3>
      <Files invoice={invoice} />
      <h3>{t.print}</h3>
      <div class="pair">
        {(['a4', 'a5'] as const).map((size) => (
          <a
            key={size}
            class="button second"
            href={buildPath('GET /api/v1/applications/:token/print/:file', {
              params: { token, file: `${invoice.number}.pdf` },
              query: { size },
            })}
            target="_blank"
            rel="noopener"
          >
            {size === 'a4' ? t.printA4 : t.printA5}
          </a>
        ))}
      </div>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Files({ invoice }: { invoice: Invoice }) {
  const t = useAllWords()
  const hints = { pdf: t.pdfHint, ofd: t.ofdHint, xml: t.xmlHint }
  const isComing = FORMATS.some((format) => !invoice.files[format])
  return (
    <>
      <ul class="files">
        {FORMATS.map((format) => {
          const address = invoice.files[format]
          const name = format.toUpperCase()
          return (
            <li key={format}>
              {address ? (
                <a
                  class={format === 'pdf' ? 'button file-link' : 'button second file-link'}
                  href={address}
                  download={`${invoice.number}.${format}`}
                >
                  <Icon name="down" />
                  <span class="sr">{say(t.downloadFile, { format: name })} </span>
                  <span aria-hidden="true">{name}</span>
                  <small>{hints[format]}</small>
                </a>
              ) : (
                <span class="button second file-link" aria-disabled="true">
                  <span class="spinner" />
                  {name}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      <p class="hint" role="status">
        {isComing && t.fileComing}
      </p>
      {isInWechat && <p class="hint">{t.wechatHint}</p>}
    </>
  )
}

function CopyNumber({ number }: { number: string }) {
  const t = useAllWords()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    const isDone = await copyText(number)
    setCopied(isDone)
    announce(isDone ? t.copied : t.copyFailed)
  }
  return (
    <button type="button" class="plain" aria-label={t.copyNumber} onClick={copy}>
      {isCopied ? t.copied : t.copy}
    </button>
  )
}

import type { ApplicationView } from '@piaoma/shared/contract'
import { minute, say, yuan } from '@piaoma/shared/guest'
import { useState } from 'react'
import { useAction } from '@/api/use-action'
import { copyText, saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { useWords } from '@/words'
import { Facts } from '../parts/facts'
import { usePhrases } from '../words'
import { CorrectionSheet } from './correction-sheet'
import { WalletButton } from './wallet-button'

type Invoice = ApplicationView['invoices'][number]

/** An issued invoice: number, amounts, its documents, and what to do when it is wrong. */
export function InvoiceCard(props: { view: ApplicationView; invoice: Invoice; index: number }) {
  const words = useWords()
  const t = usePhrases()
  const { view, invoice, index } = props
  const [isCorrecting, setIsCorrecting] = useState(false)
  const copy = useAction(() => copyText(invoice.number))
  const title =
    view.invoices.length > 1 ? say(t.invoiceNth, { n: index + 1, total: view.invoices.length }) : undefined
  return (
    <Group title={title} className="guest-invoice">
      <Box className="guest-invoice-head">
        <Text className="quiet">{t.invoiceAmount}</Text>
        <Money fen={invoice.totalFen} size="figure" />
      </Box>
      <Files invoice={invoice} />
      <WalletButton view={view} invoice={invoice} />
      <Facts
        rows={[
          [t.invoiceNumber, invoice.number],
          [t.issuedAt, minute(invoice.issuedAt)],
          [t.kind, view.kind === 'special' ? t.kindSpecial : t.kindNormal],
          [t.buyer, view.buyerName],
          [t.seller, view.sellerName],
          [t.taxAmount, yuan(invoice.taxFen)],
        ]}
      />
      <Box className="guest-pair">
        <Button size="small" icon="copy" onTap={copy.run}>
          {t.copyNumber}
        </Button>
        <Button size="small" onTap={() => setIsCorrecting(true)}>
          {words.guest.correct}
        </Button>
      </Box>
      <CorrectionSheet
        isOpen={isCorrecting}
        onClose={() => setIsCorrecting(false)}
        invoice={invoice}
        view={view}
      />
    </Group>
  )
}

/** WeChat shows a PDF itself; OFD and XML are handed to a chat. */
function Files({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  const t = usePhrases()
  const open = useAction(async (format: 'pdf' | 'ofd' | 'xml') => {
    const path = invoice.files[format]
    if (path) await saveFile(path, `dzfp_${invoice.number}.${format}`, {})
  })
  const { pdf, ofd, xml } = invoice.files
  return (
    <Box className="guest-files">
      {pdf ? (
        <Button look="primary" isWide isBusy={open.isBusy} onTap={() => open.run('pdf')}>
          {words.guest.open}
        </Button>
      ) : null}
      <Box className="guest-pair">
        {ofd ? (
          <Button isBusy={open.isBusy} onTap={() => open.run('ofd')}>
            {words.guest.share('OFD')}
          </Button>
        ) : null}
        {xml ? (
          <Button isBusy={open.isBusy} onTap={() => open.run('xml')}>
            {words.guest.share('XML')}
          </Button>
        ) : null}
      </Box>
      {pdf && ofd && xml ? null : <Box className="quiet">{t.fileComing}</Box>}
    </Box>
  )
}

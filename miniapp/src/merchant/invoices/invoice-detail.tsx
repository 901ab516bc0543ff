import type { InvoiceDetail as Invoice } from '@piaoma/shared/contract'
import { fieldMessage } from '@piaoma/shared/messages'
import { checkEmail } from '@piaoma/shared/taxpayer'
import { useState } from 'react'
import { call, sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { dateTime } from '@/logic/times'
import { copyText, saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Money } from '@/ui/money'
import { Sheet } from '@/ui/sheet'
import { Banner, ProblemView, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { Deliveries } from '../parts/deliveries'
import { InvoiceLines, Totals } from '../parts/invoice-lines'

const FORMATS = ['pdf', 'ofd', 'xml'] as const

// Files still come from the tax side, or a mail is being sent: neither shows in the stamp of the lists.
function isOnTheWay(invoice: Invoice | undefined): boolean {
  if (!invoice) return false
  const isSending = invoice.deliveries.some(({ status }) => status === 'pending' || status === 'sending')
  return isSending || FORMATS.some((format) => !invoice.files[format])
}

/** One issued invoice: what it says, its files, and where it went. */
export function InvoiceDetail({ id }: { id: string }) {
  const words = useWords()
  const invoice = useResource('GET /api/v1/merchant/invoices/:id', { params: { id } }, { isLive: true })
  const [isSending, setIsSending] = useState(false)
  useWatch(isOnTheWay(invoice.data), invoice.reload, 3000)
  if (invoice.isLoading) return <Skeleton kind="detail" />
  if (!invoice.data) {
    return invoice.problem ? <ProblemView problem={invoice.problem} onRetry={invoice.reload} /> : null
  }
  const { data } = invoice
  const canSend = data.actions.includes('send')
  const canCopy = data.actions.includes('copy')
  return (
    <Box className="detail">
      <InvoiceHead invoice={data} />
      {data.status === 'parked' ? <Banner tone="danger">{words.invoices.parkedNote}</Banner> : null}
      <Files invoice={data} />
      <Parties invoice={data} />
      <Group title={words.lines.title}>
        <InvoiceLines lines={data.lines} />
        <Totals amountFen={data.amountFen} taxFen={data.taxFen} totalFen={data.totalFen} />
      </Group>
      <Deliveries deliveries={data.deliveries} />
      <LifeLine invoice={data} />
      <Trace invoice={data} />
      {canSend || canCopy ? (
        <Foot>
          {canCopy ? (
            <Button icon="copy" onTap={() => open('manual', { copy: data.applicationId })}>
              {words.manual.copy}
            </Button>
          ) : null}
          {canSend ? (
            <Button look="primary" icon="mail" isWide onTap={() => setIsSending(true)}>
              {words.invoices.send}
            </Button>
          ) : null}
        </Foot>
      ) : null}
      <SendSheet id={id} isOpen={isSending} onClose={() => setIsSending(false)} onSent={invoice.reload} />
    </Box>
  )
}

function InvoiceHead({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  const copy = useAction(async () => {
    await copyText(invoice.number)
    toast(words.actions.copied)
  })
  return (
    <Box className="detail-head">
      <Box className="detail-figure">
        <Money fen={invoice.totalFen} size="figure" />
      </Box>
      <Box className="detail-number">
        <Text className="number">{invoice.number}</Text>
        <Button size="small" look="quiet" icon="copy" label={words.invoices.copyNumber} onTap={copy.run}>
          {words.actions.copy}
        </Button>
      </Box>
      <Box className="detail-tags">
        <Tag tone={invoice.status === 'issued' ? 'good' : 'danger'}>
          {words.invoices.statuses[invoice.status]}
        </Tag>
        <Tag tone={invoice.kind === 'special' ? 'info' : 'neutral'}>{words.kinds[invoice.kind]}</Tag>
        <Text className="quiet">{dateTime(invoice.issuedAt)}</Text>
      </Box>
    </Box>
  )
}

function Files({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  const save = useAction((format: (typeof FORMATS)[number]) =>
    saveFile(
      `/api/v1/merchant/invoices/${invoice.id}/files/${format}`,
      `${invoice.number}.${format}`,
      sessionHeaders(),
    ),
  )
  return (
    <Box className="files">
      {FORMATS.map((format) => (
        <Button
          key={format}
          icon={invoice.files[format] ? 'download' : 'clock'}
          isDisabled={!invoice.files[format]}
          isBusy={save.isBusy}
          label={words.invoices.download(format.toUpperCase())}
          onTap={() => save.run(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      {FORMATS.some((format) => !invoice.files[format]) ? (
        <Box className="files-note">{words.invoices.filesComing}</Box>
      ) : null}
    </Box>
  )
}

function Parties({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  const { buyer, seller } = invoice
  return (
    <Group title={words.invoices.parties}>
      <Cell title={words.buyer.title} value={<Party name={buyer.name} taxpayerId={buyer.taxpayerId} />} />
      {buyer.address || buyer.phone ? (
        <Cell
          title={words.buyer.addressPhone}
          value={[buyer.address, buyer.phone].filter(Boolean).join(' ')}
        />
      ) : null}
      {buyer.bankName || buyer.bankAccount ? (
        <Cell
          title={words.buyer.bank}
          value={[buyer.bankName, buyer.bankAccount].filter(Boolean).join(' ')}
        />
      ) : null}
      <Cell
        title={words.invoices.seller}
        value={<Party name={seller.name} taxpayerId={seller.taxpayerId} />}
      />
      <Cell title={words.invoices.drawer} value={invoice.drawer} />
      {invoice.remark ? <Cell title={words.buyer.remark} value={invoice.remark} isStacked /> : null}
    </Group>
  )
}

function Party({ name, taxpayerId }: { name: string; taxpayerId?: string }) {
  return (
    <>
      <Box>{name}</Box>
      {taxpayerId ? <Box className="number">{taxpayerId}</Box> : null}
    </>
  )
}

/** What became of it, from the code to the guest's mailbox. */
function LifeLine({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  return (
    <Group title={words.invoices.lifeLine} note={words.invoices.reverseLater}>
      <Box className="timeline" role="list" label={words.invoices.lifeLine}>
        {invoice.lifeLine.map((entry) => (
          <Box key={`${entry.step}-${entry.at}-${entry.detail}`} className="timeline-item" role="listitem">
            <Box className="timeline-what">
              <Text>{words.invoices.steps[entry.step]}</Text>
            </Box>
            {entry.detail ? <Box className="timeline-detail">{entry.detail}</Box> : null}
            <Box className="timeline-when">{dateTime(entry.at)}</Box>
          </Box>
        ))}
      </Box>
    </Group>
  )
}

function Trace({ invoice }: { invoice: Invoice }) {
  const words = useWords()
  const canRead = useCan('applications.read')
  const canReadCodes = useCan('codes.read')
  return (
    <Group title={words.invoices.trace}>
      <Cell
        title={words.orderCodes.application}
        onTap={canRead ? () => open('application', { id: invoice.applicationId }) : undefined}
      />
      {invoice.orders.map((order) => (
        <Cell
          key={order.id}
          title={words.orderCodes.orderNo}
          value={order.orderNo}
          label={`${words.orderCodes.orderNo} ${order.orderNo}`}
          onTap={canReadCodes ? () => open('orderCode', { id: order.id }) : undefined}
        />
      ))}
      <Cell title={words.filters.store} value={invoice.storeName} />
      <Cell title={words.invoices.channel} value={invoice.channel} />
      <Cell title={words.invoices.serial} value={<Text className="number">{invoice.serial}</Text>} />
    </Group>
  )
}

function SendSheet(props: { id: string; isOpen: boolean; onClose: () => void; onSent: () => void }) {
  const words = useWords()
  const language = useLanguage()
  const [email, setEmail] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const isRight = checkEmail(email.trim())
  const send = useAction(async () => {
    setIsChecked(true)
    if (!isRight) return
    await call('POST /api/v1/merchant/invoices/:id/deliveries', {
      params: { id: props.id },
      body: { email: email.trim() },
    })
    toast(words.invoices.sending)
    setEmail('')
    setIsChecked(false)
    props.onClose()
    props.onSent()
  })
  return (
    <Sheet
      title={words.invoices.send}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Button look="primary" isWide isBusy={send.isBusy} onTap={send.run}>
          {words.invoices.sendNow}
        </Button>
      }
    >
      <Field
        label={words.buyer.email}
        kind="email"
        value={email}
        maxLength={254}
        isFocused={props.isOpen}
        placeholder="name@example.com"
        onChange={setEmail}
        onConfirm={send.run}
        problem={isChecked && !isRight ? fieldMessage('email.form', language) : undefined}
      />
    </Sheet>
  )
}

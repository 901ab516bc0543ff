import type { MerchantApplication } from '@piaoma/shared/contract'
import { sumLines } from '@piaoma/shared/tax'
import { useState } from 'react'
import { sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import type { Resource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { actorText, detailText } from '@/logic/history'
import { APPLICATION_TONES } from '@/logic/statuses'
import { dateTime } from '@/logic/times'
import { viewFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { DocumentSheet } from '@/ui/document-sheet'
import { Money } from '@/ui/money'
import { Banner } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords, type Words } from '@/words'
import { Deliveries } from '../parts/deliveries'
import { InvoiceLines, Totals } from '../parts/invoice-lines'
import { ApplicationActions } from './application-actions'

/** An application as it is, with what may be done to it. */
export function ApplicationView(props: {
  application: Resource<MerchantApplication>
  data: MerchantApplication
  onEdit: () => void
}) {
  const words = useWords()
  const { data } = props
  return (
    <Box className="detail">
      <Head data={data} />
      {data.reason ? (
        <Banner tone={data.status === 'refused' ? 'danger' : 'warn'}>{data.reason.text}</Banner>
      ) : null}
      <BuyerGroup data={data} words={words} />
      <Group title={words.lines.title} extra={<Preview id={data.id} />}>
        <InvoiceLines lines={data.invoiceLines} />
        <Totals {...sumLines(data.invoiceLines)} />
      </Group>
      {data.invoices.length > 0 ? (
        <Group title={words.invoices.title}>
          {data.invoices.map((invoice) => (
            <Cell
              key={invoice.id}
              title={<Text className="number">{invoice.number}</Text>}
              note={dateTime(invoice.issuedAt)}
              value={<Money fen={invoice.totalFen} />}
              onTap={() => open('invoice', { id: invoice.id })}
            />
          ))}
        </Group>
      ) : null}
      <Deliveries deliveries={data.deliveries} />
      <OriginGroup data={data} words={words} />
      <History data={data} words={words} />
      <ApplicationActions application={props.application} data={data} onEdit={props.onEdit} />
    </Box>
  )
}

function Head({ data }: { data: MerchantApplication }) {
  const words = useWords()
  return (
    <Box className="detail-head">
      <Box className="detail-figure">
        <Money fen={data.amountFen} size="figure" />
      </Box>
      <Box className="detail-tags">
        <Tag tone={APPLICATION_TONES[data.status]}>{words.applicationStatus[data.status]}</Tag>
        <Tag tone={data.kind === 'special' ? 'info' : 'neutral'}>{words.kinds[data.kind]}</Tag>
        {data.reviewCause ? <Tag tone="neutral">{words.reviewCauses[data.reviewCause]}</Tag> : null}
      </Box>
    </Box>
  )
}

function BuyerGroup({ data, words }: { data: MerchantApplication; words: Words }) {
  const { buyer } = data
  return (
    <Group title={words.buyer.title}>
      <Cell title={words.buyer.name} value={buyer.name} />
      <Cell title={words.buyer.type} value={words.buyerTypes[buyer.type]} />
      {buyer.taxpayerId ? (
        <Cell title={words.buyer.taxpayerId} value={<Text className="number">{buyer.taxpayerId}</Text>} />
      ) : null}
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
      {data.email ? <Cell title={words.buyer.email} value={data.email} /> : null}
      {data.mobile ? <Cell title={words.buyer.mobile} value={data.mobile} /> : null}
      {data.remark ? <Cell title={words.buyer.remark} value={data.remark} isStacked /> : null}
    </Group>
  )
}

function OriginGroup({ data, words }: { data: MerchantApplication; words: Words }) {
  return (
    <Group title={words.review.origin}>
      <Cell title={words.filters.store} value={data.storeName} />
      <Cell title={words.invoices.seller} value={data.sellerName} />
      <Cell title={words.codeKinds[data.codeKind]} value={data.title ?? data.orderNos.join(', ')} />
      <Cell title={words.review.submittedAt} value={dateTime(data.submittedAt)} />
    </Group>
  )
}

function History({ data, words }: { data: MerchantApplication; words: Words }) {
  return (
    <Group title={words.review.history}>
      <Box className="timeline" role="list" label={words.review.history}>
        {data.history.map((entry) => (
          <Box key={`${entry.at}-${entry.action}`} className="timeline-item" role="listitem">
            <Box className="timeline-what">
              <Text>{words.historyActions[entry.action] ?? entry.action}</Text>
              <Text className="timeline-who">{actorText(entry.actor, words)}</Text>
            </Box>
            {entry.detail ? (
              <Box className="timeline-detail">{detailText(entry.action, entry.detail, words)}</Box>
            ) : null}
            <Box className="timeline-when">{dateTime(entry.at)}</Box>
          </Box>
        ))}
      </Box>
    </Group>
  )
}

function Preview({ id }: { id: string }) {
  const words = useWords()
  const [address, setAddress] = useState<string>()
  const preview = useAction(async () => {
    const shown = await viewFile(`/api/v1/merchant/applications/${id}/preview.pdf`, sessionHeaders())
    if (shown) setAddress(shown)
  })
  return (
    <>
      <Button size="small" look="quiet" icon="eye" isBusy={preview.isBusy} onTap={preview.run}>
        {words.review.preview}
      </Button>
      <DocumentSheet
        title={words.review.preview}
        name="preview.pdf"
        address={address}
        onClose={() => setAddress(undefined)}
      />
    </>
  )
}

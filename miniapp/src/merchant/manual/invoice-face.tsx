import { formatCapitals, formatYuan } from '@piaoma/shared/money'
import { differentialRemark, formatTaxRate } from '@piaoma/shared/tax'
import { computeTax } from '@/logic/line-draft'
import type { ManualDraft } from '@/logic/manual-draft'
import { Box, Text } from '@/primitives'
import { useWords } from '@/words'

/** The invoice's face as it would be printed, while it is typed. The words on it are those of the form, Chinese. */
export function InvoiceFace({ draft, sellerName }: { draft: ManualDraft; sellerName: string }) {
  const words = useWords()
  const computed = computeTax(draft.lines, Date.now())
  const deduction = computed?.lines.find((line) => line.deductionFen !== undefined)?.deductionFen
  const remark = `${deduction === undefined ? '' : differentialRemark(deduction)}${draft.remark}`
  return (
    <Box className="face" role="img" label={words.manual.face}>
      <Box className="face-title">{`电子发票（${draft.kind === 'special' ? '增值税专用发票' : '普通发票'}）`}</Box>
      <Box className="face-parties">
        <Party title="购买方" name={draft.name} taxpayerId={draft.taxpayerId} />
        <Party title="销售方" name={sellerName} taxpayerId="" />
      </Box>
      <Box className="face-table">
        <Row cells={['项目名称', '数量', '金额', '税率', '税额']} isHead />
        {(computed?.lines ?? []).map((line, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
            key={index}
            cells={[
              line.name,
              line.quantity ?? '',
              yuan(line.amountFen),
              line.deductionFen === undefined ? formatTaxRate(line.taxRate) : '***',
              yuan(line.taxFen),
            ]}
          />
        ))}
        {computed ? (
          <Row cells={['合计', '', yuan(computed.amountFen), '', yuan(computed.taxFen)]} isHead />
        ) : (
          <Box className="face-open">{words.lines.notComputable}</Box>
        )}
      </Box>
      <Box className="face-sum">
        <Text>价税合计（大写）</Text>
        <Text className="face-capitals">{computed ? formatCapitals(computed.totalFen) : '—'}</Text>
        <Text className="face-total">{computed ? `¥${formatYuan(computed.totalFen)}` : ''}</Text>
      </Box>
      {remark ? <Box className="face-remark">{`备注：${remark}`}</Box> : null}
    </Box>
  )
}

const yuan = (fen: number) => (fen < 0 ? `-${formatYuan(-fen)}` : formatYuan(fen))

function Party(props: { title: string; name: string; taxpayerId: string }) {
  return (
    <Box className="face-party">
      <Box className="face-quiet">{props.title}</Box>
      <Box>{props.name || '—'}</Box>
      {props.taxpayerId ? <Box className="number">{props.taxpayerId}</Box> : null}
    </Box>
  )
}

function Row({ cells, isHead }: { cells: readonly string[]; isHead?: boolean }) {
  return (
    <Box className={isHead ? 'face-row face-row-head' : 'face-row'}>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
        <Text key={index} className="face-cell">
          {cell}
        </Text>
      ))}
    </Box>
  )
}

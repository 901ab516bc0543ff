import type { InvoiceLine } from '@piaoma/shared/invoice'
import { formatCapitals } from '@piaoma/shared/money'
import { formatTaxRate } from '@piaoma/shared/tax'
import { Box, Text } from '@/primitives'
import { Money } from '@/ui/money'
import { useWords } from '@/words'

/** Lines as they stand on the invoice: price and tax apart. */
export function InvoiceLines({ lines }: { lines: readonly InvoiceLine[] }) {
  const words = useWords()
  return (
    <Box role="list" label={words.lines.title}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <Box key={index} className="invoice-line" role="listitem">
          <Box className="invoice-line-main">
            <Box className="invoice-line-name">
              {line.nature === 'discount' ? `${line.name} ${words.lines.discountRow}` : line.name}
            </Box>
            <Box className="invoice-line-note">
              {[
                line.specification,
                line.quantity && line.unitPrice
                  ? `${line.quantity}${line.unit ?? ''} × ${shortPrice(line.unitPrice)}`
                  : line.unit,
                formatTaxRate(line.taxRate),
                line.deductionFen ? words.lines.differential : undefined,
              ]
                .filter(Boolean)
                .join(' · ')}
            </Box>
          </Box>
          <Box className="invoice-line-amounts">
            <Money fen={line.totalFen} />
            <Box className="invoice-line-note">
              {words.lines.taxIs} <Money fen={line.taxFen} />
            </Box>
          </Box>
        </Box>
      ))}
    </Box>
  )
}

// Printed prices have up to 15 digits; a list shows four decimals and says that there are more.
function shortPrice(price: string): string {
  const [whole = '', decimals = ''] = price.split('.')
  return decimals.length > 4 ? `${whole}.${decimals.slice(0, 4)}…` : price
}

/** 合计 and 价税合计, in capitals too. */
export function Totals(props: { amountFen: number; taxFen: number; totalFen: number }) {
  const words = useWords()
  return (
    <Box className="totals">
      <Box className="totals-line">
        <Text>{words.lines.amountWithoutTax}</Text>
        <Money fen={props.amountFen} />
      </Box>
      <Box className="totals-line">
        <Text>{words.lines.tax}</Text>
        <Money fen={props.taxFen} />
      </Box>
      <Box className="totals-line totals-sum">
        <Text>{words.lines.total}</Text>
        <Money fen={props.totalFen} size="large" />
      </Box>
      <Box className="totals-capitals">{formatCapitals(props.totalFen)}</Box>
    </Box>
  )
}

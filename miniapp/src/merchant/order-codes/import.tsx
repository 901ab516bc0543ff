import type { CallOutput } from '@piaoma/shared/client'
import { Text } from '@/primitives'
import { Page } from '@/shell/page'
import { Cell, Group } from '@/ui/cell'
import { Banner } from '@/ui/states'
import { useWords } from '@/words'
import { TableImport } from '../parts/table-import'

type Result = CallOutput<'POST /api/v1/merchant/order-codes/import'>

/** Order codes from a table. */
export default function OrderImportPage() {
  const words = useWords()
  return (
    <Page title={words.orderCodes.import} section="orderCodes" parent="orderCodes" needs="codes.write">
      <TableImport<Result>
        path="/api/v1/merchant/order-codes/import"
        templateName="order-codes.csv"
        title={words.orderImport.how}
        rule={words.orderImport.rule}
        send={words.orderImport.send}
      >
        {(result) => <Made result={result} />}
      </TableImport>
    </Page>
  )
}

function Made({ result }: { result: Result }) {
  const words = useWords()
  return (
    <>
      <Banner tone="good">{words.orderImport.made(result.created, result.existing)}</Banner>
      <Group title={words.nav.orderCodes}>
        {result.rows.map((row) => (
          <Cell
            key={row.row}
            title={<Text className="number">{row.orderNo}</Text>}
            note={words.orderImport.row(row.row)}
            value={<Text className="number">{row.shortCode}</Text>}
          />
        ))}
      </Group>
    </>
  )
}

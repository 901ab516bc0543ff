import type { CallOutput } from '@piaoma/shared/client'
import { Page } from '@/shell/page'
import { Banner } from '@/ui/states'
import { useWords } from '@/words'
import { TableImport } from '../parts/table-import'

type Result = CallOutput<'POST /api/v1/merchant/customers/import'>

/** Customers from a table. */
export default function CustomerImportPage() {
  const words = useWords()
  return (
    <Page title={words.customers.import} section="settings" parent="settings" needs="customers.write">
      <TableImport<Result>
        path="/api/v1/merchant/customers/import"
        templateName="customers.csv"
        title={words.customers.how}
        rule={words.customers.rule}
        send={words.customers.send}
      >
        {(result) => <Banner tone="good">{words.customers.made(result.created, result.changed)}</Banner>}
      </TableImport>
    </Page>
  )
}

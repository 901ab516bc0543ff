import type { SheetView } from '@piaoma/shared/contract'
import { formatYuan } from '@piaoma/shared/money'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { toggled } from '@/logic/received'
import { Button } from '@/ui/button'
import { ChoiceCell } from '@/ui/cell'
import { PagedRows } from '@/ui/paged-rows'
import { Sheet } from '@/ui/sheet'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'

/** Chooses invoices of one's own that stand on no sheet and puts them on this one. */
export function PickInvoices(props: {
  sheet: SheetView
  onClose: () => void
  onChanged: (sheet: SheetView) => void
}) {
  const words = useWords()
  const { sheet } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const list = usePagedList('GET /api/v1/merchant/received-invoices', { can: 'reimburse' })
  const add = useAction(async () => {
    if (chosen.size === 0) return
    const body = { version: sheet.version, add: [...chosen] }
    props.onChanged(await call('PATCH /api/v1/merchant/sheets/:id', { params: { id: sheet.id }, body }))
    props.onClose()
  })
  return (
    <Sheet
      title={words.sheets.add}
      isOpen
      isTall
      onClose={props.onClose}
      footer={
        <Button look="primary" isWide isDisabled={chosen.size === 0} isBusy={add.isBusy} onTap={add.run}>
          {words.sheets.addChosen(chosen.size)}
        </Button>
      }
    >
      <PagedRows
        list={list}
        label={words.sheets.add}
        empty={<Empty icon="invoice" title={words.sheets.nothingFree} note={words.sheets.nothingFreeNote} />}
        row={(invoice) => {
          const title = invoice.sellerName ?? words.received.kinds[invoice.kind]
          const yuan = invoice.totalFen === undefined ? '' : `¥${formatYuan(invoice.totalFen)}`
          return (
            <ChoiceCell
              role="checkbox"
              title={title}
              note={[invoice.issuedOn, yuan, words.standing.statuses[invoice.verificationStatus]]
                .filter(Boolean)
                .join(' · ')}
              label={`${title} ${invoice.number ?? ''} ${yuan}`}
              isChosen={chosen.has(invoice.id)}
              onTap={() => setChosen(toggled(chosen, invoice.id))}
            />
          )
        }}
      />
    </Sheet>
  )
}

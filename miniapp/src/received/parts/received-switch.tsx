import { goTo } from '@/lib/routes'
import { useIsWide } from '@/platform'
import { useCan } from '@/session/store'
import { Tabs } from '@/ui/tabs'
import { useWords } from '@/words'

type Place = 'received' | 'sheets' | 'archive'

/** Between the invoices, the reimbursement sheets and the archive; on a desk the side bar has them. */
export function ReceivedSwitch({ here }: { here: Place }) {
  const words = useWords()
  const canManage = useCan('received.manage')
  const isWide = useIsWide()
  // Whoever has nothing but receipts has these places in the tab bar.
  if (!useCan('applications.read') || isWide) return null
  const places: { value: Place; text: string }[] = [
    { value: 'received', text: words.received.mine },
    { value: 'sheets', text: words.sheets.title },
    ...(canManage ? [{ value: 'archive' as const, text: words.archive.title }] : []),
  ]
  return <Tabs label={words.nav.label} value={here} tabs={places} onChange={(next) => goTo(next)} />
}

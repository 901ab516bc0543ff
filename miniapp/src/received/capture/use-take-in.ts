import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { newKey } from '@/lib/submission-key'
import { pickFromWallet, pickReceived, scanInvoiceCode } from '@/platform/received'
import type { CaptureWay } from '@/platform/types'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { putIn } from './outbox'

/** Takes in by one of the ways; files go through the outbox, a scanned code and the card wallet at once. */
export function useTakeIn(onTaken: () => void): (way: CaptureWay) => void {
  const words = useWords()
  const scan = useAction(async () => {
    const qr = await scanInvoiceCode()
    if (!qr) return
    await call('POST /api/v1/merchant/captures/scans', { body: { qr }, idempotencyKey: newKey() })
    onTaken()
  })
  const fromWallet = useAction(async () => {
    const picks = await pickFromWallet()
    if (picks.length === 0) return
    const { items } = await call('POST /api/v1/merchant/wechat/picked-invoices', { body: { items: picks } })
    const refused = items.find(({ problem }) => problem)
    if (refused?.problem) toast(`${refused.number}：${refused.problem.text}`, 'problem')
    else toast(words.received.tookFromWallet(items.length))
    onTaken()
  })
  const files = useAction(async (way: Exclude<CaptureWay, 'scan' | 'wallet'>) => {
    const chosen = await pickReceived(way)
    // Not awaited: more can be chosen while these go.
    if (chosen.length > 0) void putIn(chosen, way)
  })
  return (way) => {
    if (way === 'scan') scan.run()
    else if (way === 'wallet') fromWallet.run()
    else files.run(way)
  }
}

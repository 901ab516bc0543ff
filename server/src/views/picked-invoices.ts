import type { Ground } from '../ground'
import type { Guard } from '../http'
import { miniapp } from '../merchants/wechat/accounts'
import { answerOrRefuse } from '../merchants/wechat/answers'
import type { MpClient } from '../wechat/mp'
import { moveInvoices, type PickedInvoice, pickedInvoices, type ReimburseStatus } from '../wechat/mp/api'

/** An invoice that a member picked from his own wallet, as WeChat tells it; amounts in fen. */
export interface WalletPick {
  cardId: string
  /** Needed to lock, close or release it; a secret of the member's wallet. */
  encryptCode: string
  /** The member, as the mini-program knows him. */
  openid: string
  number: string
  /** Empty for 数电票. */
  code: string
  totalFen: number
  taxFen: number
  amountFen: number
  /** Epoch milliseconds. */
  issuedAt: number
  buyerName: string
  sellerName: string
  isLocked: boolean
  /** Where WeChat keeps the PDF; short-lived. */
  pdfUrl: string | undefined
}

/** Takes a pick into the received pool; what it cannot take it says in `problem`. */
export type TakePick = (
  member: { merchantId: string; userId: string },
  pick: WalletPick,
) => Promise<{ isTaken: boolean; problem?: string }>

/** `wx.chooseInvoice` → getinvoicebatch → the received pool. */
export function mountPickedInvoices(
  guard: Guard,
  deps: { ground: Ground; mp: MpClient; takePick: TakePick },
): void {
  const { ground, mp } = deps
  guard('POST /api/v1/merchant/wechat/picked-invoices', 'console', async ({ caller, body }) => {
    const items = body.items.map(({ cardId, encryptCode }) => ({
      card_id: cardId,
      encrypt_code: encryptCode,
    }))
    const { item_list: invoices } = answerOrRefuse(
      await pickedInvoices(mp, miniapp(ground), items),
      'wechat.code_invalid',
    )
    const taken = []
    for (const [index, invoice] of invoices.entries()) {
      const pick = readPick(invoice, items[index]?.encrypt_code ?? '')
      const { isTaken, problem } = await deps.takePick(caller, pick)
      taken.push({ number: pick.number, totalFen: pick.totalFen, isTaken, problem })
    }
    return { items: taken }
  })
}

function readPick(
  { card_id: cardId, openid, payee, user_info: info }: PickedInvoice,
  encryptCode: string,
): WalletPick {
  return {
    cardId,
    encryptCode,
    openid,
    number: info.billing_no,
    code: info.billing_code ?? '',
    totalFen: info.fee,
    taxFen: info.tax,
    amountFen: info.fee_without_tax,
    issuedAt: info.billing_time * 1000,
    buyerName: info.title,
    sellerName: payee ?? '',
    isLocked: info.reimburse_status !== 'INVOICE_REIMBURSE_INIT',
    pdfUrl: info.pdf_url,
  }
}

/**
 * Moves picked invoices of one member together: locked while a claim is under way, closed when it is paid (for good:
 * they leave the wallet), released when it is turned down. All or none: the answer is one for all.
 */
export async function moveWalletPicks(
  deps: { ground: Pick<Ground, 'config'>; mp: MpClient },
  openid: string,
  picks: readonly { cardId: string; encryptCode: string }[],
  to: 'lock' | 'close' | 'release',
): Promise<{ outcome: 'done' } | { outcome: 'refused' | 'busy' | 'unknown'; cause: string }> {
  const status: Record<typeof to, ReimburseStatus> = {
    lock: 'INVOICE_REIMBURSE_LOCK',
    close: 'INVOICE_REIMBURSE_CLOSURE',
    release: 'INVOICE_REIMBURSE_INIT',
  }
  const items = picks.map(({ cardId, encryptCode }) => ({ card_id: cardId, encrypt_code: encryptCode }))
  const moved = await moveInvoices(deps.mp, miniapp(deps.ground), { openid, status: status[to], items })
  return moved.outcome === 'done' ? { outcome: 'done' } : { outcome: moved.outcome, cause: moved.cause }
}

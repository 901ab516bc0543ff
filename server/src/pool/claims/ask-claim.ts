import type { WalletPickAction } from '@piaoma/shared/states'
import type { WalletPickRow } from '../../capture/wallet/entity'
import { raiseAlarm } from '../../merchants/audit'
import { miniapp } from '../../merchants/wechat/accounts'
import { pickedInvoices } from '../../wechat/mp/api'
import { type ClaimDeps, MAX_PAUSE_MS, movePick, pauseOf } from './move-pick'

export const GONE_ALARM = 'wallet_pick_gone'
export const ASK_ALARM = 'wallet_pick_unknown'

/** "Nothing has changed" is believed only when a call of ours cannot be on its way any more. */
const TRUST_AFTER_CALLS = 2

/**
 * Asks WeChat how it holds picks that were being moved, and writes that down. Answers how long to wait before asking
 * again, or undefined when every one is known.
 */
export async function askClaim(deps: ClaimDeps, rows: readonly WalletPickRow[]): Promise<number | undefined> {
  const { ground, mp } = deps
  const items = rows.map((row) => ({
    card_id: row.cardId,
    encrypt_code: ground.secrets.open(row.encryptCode),
  }))
  const asked = await pickedInvoices(mp, miniapp(ground), items)
  if (asked.outcome !== 'done') {
    ground.log.warn({ event: 'wallet.claim_unknown', outcome: asked.outcome, cause: asked.cause })
    if (asked.outcome !== 'refused') return pauseOf(ground, rows)
    await raiseAsk(deps, rows, asked.cause)
    return MAX_PAUSE_MS
  }
  const trustAfterMs = TRUST_AFTER_CALLS * ground.config.CHANNEL_TIMEOUT_MS
  let waitMs: number | undefined
  for (const [index, row] of rows.entries()) {
    const status = asked.answer.item_list[index]?.user_info.reimburse_status ?? ''
    const untilTrustMs = (row.movedAt ?? 0) + trustAfterMs - ground.clock.now()
    // After a refusal nothing is on its way.
    if (row.problem === null && isUnchanged(row, status) && untilTrustMs > 0) {
      waitMs = Math.max(waitMs ?? 0, untilTrustMs)
      continue
    }
    await settle(deps, row, status)
  }
  return waitMs
}

const isUnchanged = ({ status: ours }: WalletPickRow, theirs: string): boolean =>
  theirs === (ours === 'locking' ? 'INVOICE_REIMBURSE_INIT' : 'INVOICE_REIMBURSE_LOCK')

async function settle(deps: ClaimDeps, row: WalletPickRow, theirs: string): Promise<void> {
  const { ground } = deps
  const action = actionOf(row, theirs)
  await ground.db.transaction((tx) => movePick(ground, tx, row, action))
  if (action === 'lose') await raiseGone(deps, row)
}

/** What WeChat's word means for a pick that was being moved. */
function actionOf({ status: ours, problem }: WalletPickRow, theirs: string): WalletPickAction {
  switch (theirs) {
    case 'INVOICE_REIMBURSE_INIT':
      return 'beFree'
    case 'INVOICE_REIMBURSE_LOCK':
      // We were refused the lock, and there is one: somebody else's.
      return ours === 'locking' && problem !== null ? 'lose' : 'beLocked'
    case 'INVOICE_REIMBURSE_CLOSURE':
      return ours === 'closing' ? 'beClosed' : 'lose'
    default:
      return 'lose'
  }
}

function raiseGone({ ground }: ClaimDeps, { id, merchantId, walletKey }: WalletPickRow): Promise<void> {
  return raiseAlarm(ground, {
    merchantId,
    kind: GONE_ALARM,
    text: `卡包发票 ${walletKey.split('|')[1] ?? ''} 已在别处报销，或被开票方作废、红冲，请勿付款`,
    targetType: 'wallet_pick',
    targetId: id,
  })
}

function raiseAsk({ ground }: ClaimDeps, rows: readonly WalletPickRow[], cause: string): Promise<void> {
  const { merchantId = '', walletKey = '' } = rows[0] ?? {}
  return raiseAlarm(ground, {
    merchantId,
    kind: ASK_ALARM,
    text: `无法向微信确认卡包发票 ${walletKey.split('|')[1] ?? ''} 的状态，请员工在小程序里重新选择：${cause}`,
    targetType: 'merchant',
    targetId: merchantId,
  })
}

import { type WalletPickAction, walletPickMachine } from '@piaoma/shared/states'
import { type WalletPickRow, walletPickEntity } from '../../capture/wallet/entity'
import { type Tx, transition } from '../../db'
import type { Ground } from '../../ground'
import type { MpClient } from '../../wechat/mp'

export interface ClaimDeps {
  ground: Ground
  mp: MpClient
}

export const FIRST_PAUSE_MS = 2_000
export const MAX_PAUSE_MS = 3_600_000

/** One step of one pick, while it belongs to this claim. */
export function movePick(
  ground: Pick<Ground, 'clock'>,
  tx: Tx,
  { id, merchantId, claimId }: WalletPickRow,
  action: WalletPickAction,
  set: Partial<WalletPickRow> = {},
): Promise<boolean> {
  const where = { id, merchantId, claimId }
  return transition(tx, walletPickEntity, walletPickMachine, action, where, {
    ...set,
    updatedAt: ground.clock.now(),
  })
}

/** As long as it has been tried already: 2 seconds, 4, 8 … an hour, for ever. */
export function pauseOf({ clock }: Pick<Ground, 'clock'>, rows: readonly WalletPickRow[]): number {
  const since = Math.min(...rows.map(({ updatedAt }) => updatedAt))
  return Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, clock.now() - since))
}

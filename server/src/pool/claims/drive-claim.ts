import type { WalletPickAction } from '@piaoma/shared/states'
import { IsNull, Not } from 'typeorm'
import { type WalletPickRow, type WantedOfPick, walletPickEntity } from '../../capture/wallet/entity'
import { crashPoint } from '../../crash-point'
import type { Job, JobKind, JobResult } from '../../jobs'
import { raiseAlarm } from '../../merchants/audit'
import { miniapp } from '../../merchants/wechat/accounts'
import { moveInvoices, type ReimburseStatus } from '../../wechat/mp/api'
import { askClaim } from './ask-claim'
import { type ClaimDeps, FIRST_PAUSE_MS, movePick, pauseOf } from './move-pick'
import { CLAIM_JOB, claimedRows } from './plan-claims'

export const REFUSED_ALARM = 'wallet_claim_refused'

/** The jobs of claims. */
export const claimJobs = (deps: ClaimDeps): Record<string, JobKind> => ({
  [CLAIM_JOB]: { handle: (job) => driveClaim(deps, job) },
})

/** One call of WeChat that moves all picks of a claim: what it is written down as, and what its answers mean. */
interface Move {
  action: Extract<WalletPickAction, 'lock' | 'close' | 'release'>
  tell: ReimburseStatus
  done: WalletPickAction
  back: WalletPickAction
}
const MOVES = {
  lock: { action: 'lock', tell: 'INVOICE_REIMBURSE_LOCK', done: 'beLocked', back: 'beFree' },
  close: { action: 'close', tell: 'INVOICE_REIMBURSE_CLOSURE', done: 'beClosed', back: 'beLocked' },
  release: { action: 'release', tell: 'INVOICE_REIMBURSE_INIT', done: 'beFree', back: 'beLocked' },
} as const satisfies Record<string, Move>

/**
 * Job `wallet.claim`: takes the picks of one member on one sheet, all or none of them, to where the sheet wants them.
 * Each call is written down before it is made; while nobody knows what became of one, WeChat is asked and nothing is
 * sent again. Ends when they are there, when WeChat has refused for good (people are told), or when a later step of the
 * sheet has taken them over.
 */
async function driveClaim(deps: ClaimDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const rows = await claimedRows(ground.db.manager, job.payload)
  const moving = rows.filter(({ status }) => status.endsWith('ing'))
  if (moving.length > 0) {
    const waitMs = await askClaim(deps, moving)
    return waitMs === undefined ? driveClaim(deps, job) : { retryInMs: waitMs }
  }
  if (rows.some(({ problem }) => problem !== null)) return afterRefusal(deps, job, rows)
  const step = nextStep(rows)
  if (!step) return undefined
  const isMine = await moveAll(deps, step.rows, step.move.action, { movedAt: ground.clock.now() })
  // Else a later step of the sheet took them over.
  if (!isMine) return { retryInMs: FIRST_PAUSE_MS }
  crashPoint('wallet.claim:before-call')
  const answer = await tell(deps, step)
  crashPoint('wallet.claim:after-call')
  if (answer.outcome === 'done') {
    await moveAll(deps, step.rows, step.move.done)
    return driveClaim(deps, job)
  }
  ground.log.warn({ event: 'wallet.claim_not_done', outcome: answer.outcome, cause: answer.cause })
  if (answer.outcome === 'unknown') return { retryInMs: FIRST_PAUSE_MS }
  if (answer.outcome === 'busy') {
    await moveAll(deps, step.rows, step.move.back)
    return { retryInMs: pauseOf(ground, rows) }
  }
  // A definite no for all of them; the next round asks which one is at fault.
  await setProblem(deps, step.rows, answer.cause.slice(0, 200))
  return driveClaim(deps, job)
}

interface Step {
  move: Move
  rows: WalletPickRow[]
}

/** What is closed must be locked first. */
function nextStep(rows: readonly WalletPickRow[]): Step | undefined {
  const wanted = rows[0]?.wanted
  const free = rows.filter(({ status }) => status === 'free')
  const locked = rows.filter(({ status }) => status === 'locked')
  if (wanted === 'free') return locked.length > 0 ? { move: MOVES.release, rows: locked } : undefined
  if (free.length > 0) return { move: MOVES.lock, rows: free }
  return wanted === 'closed' && locked.length > 0 ? { move: MOVES.close, rows: locked } : undefined
}

async function tell({ ground, mp }: ClaimDeps, { move, rows }: Step) {
  const openid = rows[0]?.openid ?? ''
  const items = rows.map((row) => ({
    card_id: row.cardId,
    encrypt_code: ground.secrets.open(row.encryptCode),
  }))
  return moveInvoices(mp, miniapp(ground), { openid, status: move.tell, items })
}

/**
 * WeChat refused, and every pick is known again. Where one was at fault the others of a paid or returned sheet go on
 * without it; a sheet that is to be locked stays unlocked as a whole. Where none was, the company may not: people are
 * told.
 */
async function afterRefusal(deps: ClaimDeps, job: Job, rows: readonly WalletPickRow[]): Promise<JobResult> {
  const { ground } = deps
  const [first] = rows
  if (!first) return undefined
  const { merchantId, claimId, wanted, problem } = first
  const isOneAtFault = await ground.db.manager.existsBy(walletPickEntity, {
    merchantId,
    claimId: claimId ?? '',
    status: 'gone',
    problem: Not(IsNull()),
  })
  if (isOneAtFault && wanted !== 'locked') {
    await setProblem(deps, rows, null)
    return driveClaim(deps, job)
  }
  if (!isOneAtFault) {
    await raiseAlarm(ground, {
      merchantId,
      kind: REFUSED_ALARM,
      text: `微信拒绝了卡包发票的${WORDS[wanted]}，请检查小程序的电子发票权限：${problem}`,
      targetType: 'merchant',
      targetId: merchantId,
    })
  }
  return undefined
}

async function setProblem({ ground }: ClaimDeps, rows: readonly WalletPickRow[], problem: string | null) {
  for (const { id, merchantId, claimId } of rows) {
    await ground.db.manager.update(walletPickEntity, { id, merchantId, claimId: claimId ?? '' }, { problem })
  }
}

const WORDS: Record<WantedOfPick, string> = { locked: '锁定', closed: '核销', free: '解锁' }

/** All of them or none. */
async function moveAll(
  { ground }: ClaimDeps,
  rows: readonly WalletPickRow[],
  action: WalletPickAction,
  set: Partial<WalletPickRow> = {},
): Promise<boolean> {
  class TakenOver extends Error {}
  try {
    await ground.db.transaction(async (tx) => {
      for (const row of rows) {
        if (!(await movePick(ground, tx, row, action, set))) throw new TakenOver('somebody else moved a pick')
      }
    })
    return true
  } catch (error) {
    if (error instanceof TakenOver) return false
    throw error
  }
}

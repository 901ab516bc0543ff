import type { Crash } from '../crash'
import type { Store } from '../store'
import { createLedger, type Ledger, orderSums } from './ledger'
import { createRegister, type Register } from './register'
import { createRequests, type Requests, type SubmitOptions } from './requests'
import { toAccepted } from './rows'
import type { Accepted, BureauOrder, Problem } from './types'
import { orderProblem } from './validate'

export interface BureauOptions {
  store: Store
  now: () => number
  crash: Crash
  /** Whether a 税收分类编码 may stand on an invoice. */
  isTaxCode: (code: string) => boolean
  /** 项目名称 as the bureau prints it: `*简称*名称` by the code, as of a day. */
  printedName: (code: string, name: string, at: number) => string
  /** A trouble switched on from outside, asked when the bureau gets round to an order. */
  trouble?: (accepted: Accepted) => Problem | undefined
  /** Whether the files of an invoice being issued cannot be sealed. */
  isUnsealed?: (accepted: Accepted) => boolean
}

interface Submitted {
  outcome: 'accepted' | 'duplicate'
  accepted: Accepted
}

/** The bureau itself, without any door: registers, checks, allots numbers, keeps the ledger. */
export interface Bureau {
  register: Register
  ledger: Ledger
  requests: Omit<Requests, 'insert' | 'row' | 'markSettled'>
  /** The first problem of an order, which a door may report at once or leave to `settle`. */
  check(order: BureauOrder): Problem | undefined
  /** Takes an order in, once for ever per (taxpayer, serial). Durable when it returns. */
  submit(order: BureauOrder, options: SubmitOptions): Submitted
  /** Issues or fails an order whose time has come; the order as it then stands. */
  settle(taxNum: string, serial: string): Accepted | undefined
}

export const QUOTA: Problem = { code: 'quota', message: '可用授信额度不足，请调整授信额度后重试' }
export const OPERATOR_LOGIN: Problem = {
  code: 'operator_login',
  message: '开票员登录已失效，请重新登录电子税务局',
}
export const OPERATOR_IDENTITY: Problem = {
  code: 'operator_identity',
  message: '开票员需进行实人认证后方可开票',
}

export function createBureau(options: BureauOptions): Bureau {
  const { store, now } = options
  const register = createRegister(store, now)
  const ledger = createLedger(store, options.printedName)
  const requests = createRequests(store, now)

  const check = (order: BureauOrder) =>
    orderProblem(order, register.taxpayer(order.taxNum), options.isTaxCode)

  /** Quota and operator are looked at when an order is issued, not when it is taken in. */
  function hindrance(accepted: Accepted): Problem | undefined {
    const trouble = options.trouble?.(accepted)
    if (trouble !== undefined) return trouble
    const operator = register.taxpayer(accepted.taxNum)?.operator
    if (operator === 'login_required') return OPERATOR_LOGIN
    if (operator === 'identity_required') return OPERATOR_IDENTITY
    const available = register.quota(accepted.taxNum)?.availableFen ?? 0
    return orderSums(accepted.order).amountFen > available ? QUOTA : undefined
  }

  function issueOrFail(taxNum: string, serial: string): void {
    const row = requests.row(taxNum, serial)
    if (row === undefined || row.state !== 'accepted' || row.due_at > now()) return
    const accepted = toAccepted(row)
    const problem = check(accepted.order) ?? hindrance(accepted)
    if (problem === undefined) ledger.enter(row, register.taxpayer(taxNum)?.name ?? '', now())
    requests.markSettled(row, problem, problem !== undefined || options.isUnsealed?.(accepted) !== true)
    options.crash('before-commit')
  }

  return {
    register,
    ledger,
    requests,
    check,
    submit(order, submit) {
      return store.transaction((): Submitted => {
        const known = requests.find(order.taxNum, order.serial)
        if (known !== undefined) return { outcome: 'duplicate', accepted: known }
        requests.insert(order, submit)
        const accepted = requests.find(order.taxNum, order.serial)
        if (accepted === undefined) throw new Error('request row missing after insert')
        return { outcome: 'accepted', accepted }
      })
    },
    settle(taxNum, serial) {
      store.transaction(() => issueOrFail(taxNum, serial))
      return requests.find(taxNum, serial)
    },
  }
}

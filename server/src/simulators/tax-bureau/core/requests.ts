import type { Store } from '../store'
import { allotReceipt, shanghaiDay } from './numbers'
import { type RequestRow, toAccepted } from './rows'
import type { Accepted, BureauOrder, Problem } from './types'

export interface SubmitOptions {
  /** 5th digit of the 发票号码. */
  channelDigit: string
  /** Where the sender wants to hear of the result. */
  notifyUrl?: string
  delayMs: number
}

type Retried = 'retrying' | 'absent' | 'issued' | 'under_way' | 'used_up'

/** The orders the bureau has taken in, one row per (taxpayer, serial) for ever. */
export interface Requests {
  insert(order: BureauOrder, options: SubmitOptions): void
  row(taxNum: string, serial: string): RequestRow | undefined
  find(taxNum: string, serial: string): Accepted | undefined
  findByReceipt(receipt: string): Accepted | undefined
  all(): Accepted[]
  /** Not yet issued or failed. */
  waiting(): Accepted[]
  /** Settled, but the sender has not been told yet. */
  untold(): Accepted[]
  told(accepted: Accepted): void
  markSettled(row: RequestRow, problem: Problem | undefined, isSealed: boolean): void
  /** Puts a failed or unsealed order back in line, at most 20 times a day. */
  retry(accepted: Accepted): Retried
}

const RETRIES_A_DAY = 20

export function createRequests(store: Store, now: () => number): Requests {
  function row(taxNum: string, serial: string): RequestRow | undefined {
    return store.one<RequestRow>('SELECT * FROM request WHERE tax_num = ? AND serial = ?', taxNum, serial)
  }

  function where(condition: string, ...values: string[]): Accepted[] {
    return store
      .all<RequestRow>(`SELECT * FROM request WHERE ${condition} ORDER BY id`, ...values)
      .map(toAccepted)
  }

  return {
    insert(order, options) {
      const at = now()
      store.run(
        `INSERT INTO request (tax_num, serial, receipt, channel_digit, state, order_json, notify_url, notify_state,
           accepted_at, due_at) VALUES (?, ?, ?, ?, 'accepted', ?, ?, 'none', ?, ?)`,
        order.taxNum,
        order.serial,
        allotReceipt(store, at),
        options.channelDigit,
        JSON.stringify(order),
        options.notifyUrl ?? null,
        at,
        at + options.delayMs,
      )
    },
    row,
    find: (taxNum, serial) => where('tax_num = ? AND serial = ?', taxNum, serial)[0],
    findByReceipt: (receipt) => where('receipt = ?', receipt)[0],
    all: () => where('1 = 1'),
    waiting: () => where("state = 'accepted'"),
    untold: () => where("notify_state = 'due'"),
    told(accepted) {
      store.run(
        "UPDATE request SET notify_state = 'told' WHERE tax_num = ? AND serial = ?",
        accepted.taxNum,
        accepted.serial,
      )
    },
    markSettled(settled, problem, isSealed) {
      store.run(
        `UPDATE request SET state = ?, is_sealed = ?, problem_code = ?, problem_message = ?, notify_state = ?
         WHERE tax_num = ? AND serial = ?`,
        problem === undefined ? 'issued' : 'failed',
        isSealed ? 1 : 0,
        problem?.code ?? null,
        problem?.message ?? null,
        settled.notify_url === null ? 'none' : 'due',
        settled.tax_num,
        settled.serial,
      )
    },
    retry(accepted) {
      return store.transaction((): Retried => {
        const current = row(accepted.taxNum, accepted.serial)
        if (current === undefined) return 'absent'
        if (current.state === 'accepted') return 'under_way'
        if (current.state === 'issued' && current.is_sealed === 1) return 'issued'
        const day = shanghaiDay(now())
        const count = current.retry_day === day ? current.retry_count : 0
        if (count >= RETRIES_A_DAY) return 'used_up'
        store.run(
          `UPDATE request SET state = CASE state WHEN 'failed' THEN 'accepted' ELSE state END, is_sealed = 1,
             problem_code = NULL, problem_message = NULL, due_at = ?, retry_day = ?, retry_count = ?
           WHERE tax_num = ? AND serial = ?`,
          now(),
          day,
          count + 1,
          current.tax_num,
          current.serial,
        )
        return 'retrying'
      })
    },
  }
}

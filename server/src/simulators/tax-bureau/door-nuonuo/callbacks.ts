import { formatYuan } from '@piaoma/shared/money'
import type { Bureau } from '../core/bureau'
import type { Accepted } from '../core/types'
import type { Crash } from '../crash'
import type { FaultBoard } from '../faults/board'
import type { Journal } from '../journal'

/** Tells senders of results by form post. Best effort, once: whoever depends on it will wait in vain one day. */
export interface Notifier {
  settled(accepted: Accepted): void
  /** Sends the false callbacks that are switched on for an order just accepted. */
  forge(accepted: Accepted): void
  stop(): Promise<void>
}

interface Parts {
  bureau: Bureau
  faults: FaultBoard
  journal: Journal
  crash: Crash
  now: () => number
}

const CALLBACK_TIMEOUT_MS = 5000

export function createNotifier({ bureau, faults, journal, crash, now }: Parts): Notifier {
  const sending = new Set<Promise<void>>()
  const stopping = new AbortController()

  async function post(
    url: string,
    accepted: Accepted,
    orderNo: string,
    content: unknown,
    what: string,
  ): Promise<void> {
    const form = new URLSearchParams({
      operater: 'callback',
      orderno: orderNo,
      content: JSON.stringify(content),
    })
    let verdict: string
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: form,
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(CALLBACK_TIMEOUT_MS)]),
      })
      verdict = `${what}: HTTP ${response.status} ${(await response.text()).slice(0, 100)}`
    } catch (error) {
      verdict = `${what}: ${error instanceof Error ? error.name : 'failed'}`
    }
    const { taxNum, serial } = accepted
    journal.write({ at: now(), door: 'nuonuo', method: 'callback', taxNum, orderNo: serial, verdict })
  }

  function send(work: Promise<void>): void {
    sending.add(work)
    work.finally(() => sending.delete(work))
  }

  async function tell(accepted: Accepted, url: string, times: number): Promise<void> {
    for (let round = 1; round <= times; round += 1) {
      await post(
        url,
        accepted,
        accepted.serial,
        resultContent(bureau, accepted),
        times > 1 ? `sent ${round}/${times}` : 'sent',
      )
    }
    if (!stopping.signal.aborted) bureau.requests.told(accepted)
  }

  return {
    settled(accepted) {
      crash('after-issue-before-callback')
      const { notifyUrl: url } = accepted
      if (url === undefined) return
      const subject = subjectOf(accepted)
      if (faults.take('callback_lost', subject) !== undefined) {
        bureau.requests.told(accepted)
        return
      }
      send(tell(accepted, url, faults.take('callback_repeated', subject)?.count ?? 1))
    },
    forge(accepted) {
      const { notifyUrl: url } = accepted
      const forged = url === undefined ? undefined : faults.take('callback_forged', subjectOf(accepted))
      if (url === undefined || forged === undefined) return
      const orderNo = forged.variant === 'unknown_order' ? `X${accepted.serial.slice(1)}` : accepted.serial
      send(post(url, accepted, orderNo, forgedContent(accepted, orderNo, now()), `forged ${forged.variant}`))
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled(sending)
    },
  }
}

function subjectOf({ taxNum, serial, order }: Accepted) {
  return { taxNum, orderNo: serial, buyerName: order.buyer.name }
}

/** 回传开票结果: c_status 1 done, 2 failed, 3 issued but not sealed. */
function resultContent(bureau: Bureau, accepted: Accepted): Record<string, unknown> {
  const head = { c_orderno: accepted.serial, c_fpqqlsh: accepted.receipt, c_saletaxnum: accepted.taxNum }
  const entry = bureau.ledger.invoice(accepted.taxNum, accepted.serial)
  if (entry === undefined) return { ...head, c_status: '2', c_errorMessage: accepted.problem?.message ?? '' }
  if (!accepted.isSealed) return { ...head, c_status: '3', c_errorMessage: '签章失败' }
  return {
    ...head,
    c_status: '1',
    c_kprq: entry.issuedAt,
    c_fphm: entry.number,
    allElectronicInvoiceNumber: entry.number,
    c_bhsje: formatYuan(entry.amountFen),
    c_hjse: formatYuan(entry.taxFen),
  }
}

/** Claims that an order is done, with a number nobody allotted and an amount nobody asked for. */
function forgedContent(accepted: Accepted, orderNo: string, at: number): Record<string, unknown> {
  return {
    c_status: '1',
    c_orderno: orderNo,
    c_fpqqlsh: accepted.receipt,
    c_kprq: at,
    c_fphm: '99999999999999999999',
    allElectronicInvoiceNumber: '99999999999999999999',
    c_bhsje: '0.01',
    c_hjse: '0.01',
    c_url: 'http://127.0.0.1:9/forged.pdf',
  }
}

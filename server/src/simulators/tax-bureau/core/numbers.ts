import type { Store } from '../store'

/** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
export function shanghaiText(epochMs: number): string {
  return new Date(epochMs + 8 * 60 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The calendar month in Asia/Shanghai, `yyyy-MM`: quota is counted by it. */
export function shanghaiMonth(epochMs: number): string {
  return shanghaiText(epochMs).slice(0, 7)
}

/** The calendar day in Asia/Shanghai, `yyyy-MM-dd`. */
export function shanghaiDay(epochMs: number): string {
  return shanghaiText(epochMs).slice(0, 10)
}

/**
 * The next 发票号码: 2 digits of the year, 2 of the region, 1 of the issuing channel, 15 of sequence.
 * To be called inside the transaction that writes the ledger.
 */
export function allotNumber(store: Store, at: number, taxNum: string, channelDigit: string): string {
  const prefix = `${shanghaiText(at).slice(2, 4)}${regionOf(taxNum)}${channelDigit}`
  return `${prefix}${String(next(store, prefix)).padStart(15, '0')}`
}

/** 20 digits: the second of acceptance and a running number. */
export function allotReceipt(store: Store, at: number): string {
  const second = shanghaiText(at).replace(/\D/g, '').slice(2)
  return `${second}${String(next(store, 'receipt') % 100_000_000).padStart(8, '0')}`
}

function next(store: Store, prefix: string): number {
  const row = store.one<{ last: number }>(
    'INSERT INTO sequence (prefix, last) VALUES (?, 1) ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last',
    prefix,
  )
  if (row === undefined) throw new Error('sequence row missing')
  return row.last
}

/** Digits 3 and 4 of a 统一社会信用代码 are the province; older numbers begin with it. */
function regionOf(taxNum: string): string {
  const region = taxNum.length === 18 ? taxNum.slice(2, 4) : taxNum.slice(0, 2)
  return /^\d\d$/.test(region) ? region : '11'
}

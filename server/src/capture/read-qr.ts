import { checkReading, parseInvoiceQr, type ReadOutcome, type ReceivedFields } from '@piaoma/shared/received'

/** What the payload of a scanned code says; the phone has decoded it, so its digits are as printed. */
export function readQrPayload(payload: string, now: number): ReadOutcome {
  const qr = parseInvoiceQr(payload)
  if (qr.outcome === 'other') {
    return { outcome: 'unread', reason: qr.what === 'taiwan' ? 'not_mainland' : 'other_qr', detail: qr.what }
  }
  const field = <T>(value: T) => ({ value, confidence: 1, source: 'qr' as const })
  const amount = qr.amountIs === 'total' ? 'totalFen' : 'amountFen'
  const fields: ReceivedFields = {
    number: field(qr.number),
    ...(qr.code ? { code: field(qr.code) } : {}),
    ...(qr.issuedOn ? { issuedOn: field(qr.issuedOn) } : {}),
    ...(qr.checkCode ? { checkCode: field(qr.checkCode) } : {}),
    ...(qr.amountFen === undefined ? {} : { [amount]: field(qr.amountFen) }),
  }
  return {
    outcome: 'read',
    readings: [checkReading({ kind: qr.kind, fields, lines: [], qr: payload, pages: [1] }, now)],
  }
}

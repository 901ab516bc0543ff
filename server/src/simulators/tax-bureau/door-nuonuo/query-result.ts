import { formatYuan } from '@piaoma/shared/money'
import { z } from 'zod'
import type { Accepted, LedgerEntry } from '../core/types'
import { fileUrl } from '../documents/routes'
import { type Call, type Door, orderKey } from './door'
import { fail, ok, type Reply } from './replies'

const names = z.array(z.string()).max(50).optional()
const query = z.object({ serialNos: names, orderNos: names })

type Result = Record<string, unknown>

/** queryInvoiceResult: by serials or, without them, by order numbers. */
export function queryResult(door: Door, call: Call): Reply {
  const parsed = query.safeParse(call.content)
  if (!parsed.success) return fail('E9100', '参数校验失败')
  const { serialNos = [], orderNos = [] } = parsed.data
  if (serialNos.length + orderNos.length === 0) return fail('E9100', '流水号和订单号不能同时为空')
  const found =
    serialNos.length > 0
      ? serialNos.map((serial) => door.bureau.requests.findByReceipt(serial))
      : orderNos.map((orderNo) => inScope(door, call, orderNo))
  const ours = found.flatMap((one) => (one !== undefined && call.scope.includes(one.taxNum) ? [one] : []))
  if (ours.length === 0) return fail('E9500', '发票不存在')
  const results = ours.map((accepted) => resultOf(door, accepted))
  return ok('获取成功', [...strangers(door, ours), ...results])
}

function inScope(door: Door, call: Call, orderNo: string): Accepted | undefined {
  for (const taxNum of call.scope) {
    const found = door.bureau.requests.find(taxNum, orderNo)
    if (found !== undefined) return found
  }
  return undefined
}

function resultOf(door: Door, accepted: Accepted): Result {
  const { taxNum, serial: orderNo, receipt, order } = accepted
  const head: Result = {
    serialNo: receipt,
    orderNo,
    salerTaxNum: taxNum,
    payerName: order.buyer.name,
    payerTaxNo: order.buyer.taxpayerId ?? '',
    invoiceKind: order.kind === 'special' ? '电子发票(增值税专用发票)' : '电子发票(普通发票)',
  }
  if (isHeld(door, accepted) || accepted.state === 'accepted')
    return { ...head, status: '20', statusMsg: '开票中' }
  if (accepted.state === 'failed') {
    return { ...head, status: '22', statusMsg: '开票失败', failCause: accepted.problem?.message ?? '' }
  }
  const entry = door.bureau.ledger.invoice(taxNum, orderNo)
  if (entry === undefined) throw new Error('issued request without ledger entry')
  if (!accepted.isSealed) return { ...head, status: '24', statusMsg: '开票成功签章失败' }
  return { ...head, ...issuedFields(door, accepted, entry) }
}

function issuedFields(door: Door, accepted: Accepted, entry: LedgerEntry): Result {
  const subject = { taxNum: entry.taxNum, orderNo: entry.serial, buyerName: accepted.order.buyer.name }
  const deltaFen = door.faults.take('other_amount', subject)?.deltaFen ?? 0
  const base = door.baseUrl()
  return {
    status: '2',
    statusMsg: '开票完成（最终状态）',
    invoiceTime: entry.issuedAt,
    invoiceCode: '',
    invoiceNo: entry.number,
    allElectronicInvoiceNumber: entry.number,
    exTaxAmount: formatYuan(entry.amountFen + deltaFen),
    taxAmount: formatYuan(entry.taxFen),
    orderAmount: formatYuan(entry.totalFen + deltaFen),
    pdfUrl: fileUrl(base, entry.fileKey, 'pdf'),
    ofdUrl: fileUrl(base, entry.fileKey, 'ofd'),
    xmlUrl: fileUrl(base, entry.fileKey, 'xml'),
  }
}

/** Counts down the queries that an order is held back for. */
function isHeld(door: Door, accepted: Accepted): boolean {
  const key = orderKey(accepted.taxNum, accepted.serial)
  const left = door.heldQueries.get(key)
  if (left === undefined) return false
  if (left <= 1) door.heldQueries.delete(key)
  else door.heldQueries.set(key, left - 1)
  return true
}

/** With `out_of_order`, results of other orders stand before the one asked for. */
function strangers(door: Door, asked: Accepted[]): Result[] {
  const [first] = asked
  if (first === undefined) return []
  const subject = { taxNum: first.taxNum, orderNo: first.serial, buyerName: first.order.buyer.name }
  if (door.faults.take('out_of_order', subject) === undefined) return []
  const others = door.bureau.requests
    .all()
    .filter((other) => other.taxNum === first.taxNum && other.serial !== first.serial)
    .slice(-2)
    .map((other) => resultOf(door, other))
  const invented: Result = {
    serialNo: '00000000000000000000',
    orderNo: 'ANOTHER',
    salerTaxNum: first.taxNum,
    status: '22',
    statusMsg: '开票失败',
    failCause: '购买方纳税人识别号不正确',
  }
  return [...others, invented]
}

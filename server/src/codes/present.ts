import { formatShortCode, linkFor } from '@piaoma/shared/codes'
import type { CodeView, OrderCodeView, ProductCodeView } from '@piaoma/shared/contract'
import { nextActions, orderCodeMachine, productCodeMachine } from '@piaoma/shared/states'
import type { Ground } from '../ground'
import { wechatPlaceOf } from '../merchants/wechat/accounts'
import type { OrderCodeRow, ProductCodeRow } from './entity'
import { codeState, type FoundCode, reviewCauseOf } from './find-code'

/** Epoch milliseconds as the contract writes times; absent stays absent. */
export const isoTime = (at: number): string => new Date(at).toISOString()
export const optionalTime = (at: number | null): string | undefined => (at === null ? undefined : isoTime(at))

/** What a guest sees of a code. `spentBy` only names the buyer masked. */
export function presentCode(ground: Ground, code: FoundCode): CodeView {
  const isOrder = code.kind === 'order'
  return {
    code: code.token,
    kind: code.kind,
    state: codeState(code, ground.clock.now()),
    merchantName: code.merchantName,
    sellerName: code.sellerName,
    storeName: code.storeName,
    storePhone: code.storePhone ?? code.contactPhone ?? undefined,
    title: code.title ?? undefined,
    orderNo: code.orderNo ?? undefined,
    lines: code.lines.map((line) => ({
      name: line.name,
      quantity: 'quantity' in line ? line.quantity : undefined,
      unit: line.unit,
      amountFen: 'amountFen' in line ? line.amountFen : undefined,
      discountFen: 'discountFen' in line ? line.discountFen : undefined,
      taxRate: line.taxRate,
    })),
    amountFen: code.amountFen ?? undefined,
    kinds: code.kinds,
    isReviewed: isOrder ? reviewCauseOf(code, code.amountFen) !== null : true,
    validFrom: optionalTime(code.validFrom),
    validUntil: optionalTime(code.validUntil),
    spentBy:
      code.usedBy !== null && code.usedAt !== null
        ? { buyerName: code.usedBy, at: isoTime(code.usedAt) }
        : undefined,
    titlePlace: code.hasServiceAccount ? wechatPlaceOf(ground) : undefined,
  }
}

/** Addresses of a code: link, typed short form, pictures. */
function addresses(ground: Ground, code: { token: string; shortCode: string }) {
  const picture = `${ground.publicUrl}/api/v1/codes/${encodeURIComponent(code.token)}/qr`
  return {
    code: code.token,
    shortCode: formatShortCode(code.shortCode),
    url: linkFor(ground.publicUrl, code.token),
    qr: { svg: `${picture}.svg`, png: `${picture}.png` },
  }
}

export function presentOpenOrderCode(ground: Ground, row: OrderCodeRow) {
  return {
    id: row.id,
    orderNo: row.orderNo,
    status: row.status,
    ...addresses(ground, row),
    amountFen: row.amountFen,
    validUntil: optionalTime(row.validUntil),
  }
}

const PERSON_ACTIONS = new Set(['activate', 'deactivate', 'markPaid', 'void', 'renew'])

/** An order code as the console shows it. */
export function presentOrderCode(
  ground: Ground,
  row: OrderCodeRow,
  context: { storeName: string; applicationId?: string | undefined },
): OrderCodeView {
  const isExpired = row.validUntil !== null && row.validUntil <= ground.clock.now()
  return {
    ...presentOpenOrderCode(ground, row),
    storeId: row.storeId,
    storeName: context.storeName,
    source: row.source,
    kinds: row.kinds,
    lines: row.lines,
    remark: row.remark ?? undefined,
    validFrom: optionalTime(row.validFrom),
    isExpired,
    applicationId: context.applicationId,
    createdAt: isoTime(row.createdAt),
    actions: nextActions(orderCodeMachine, row.status).filter((action) => PERSON_ACTIONS.has(action)),
  }
}

/** A product code as the console shows it. */
export function presentProductCode(
  ground: Ground,
  row: ProductCodeRow,
  context: { storeName: string; useCount: number },
): ProductCodeView {
  const [line] = row.lines
  if (!line) throw new Error(`product code ${row.id} has no line`)
  return {
    id: row.id,
    ...addresses(ground, row),
    title: row.title,
    status: row.status,
    storeId: row.storeId,
    storeName: context.storeName,
    line,
    kinds: row.kinds,
    validFrom: optionalTime(row.validFrom),
    validUntil: optionalTime(row.validUntil),
    isExpired: row.validUntil !== null && row.validUntil <= ground.clock.now(),
    minAmountFen: row.minAmountFen ?? undefined,
    maxAmountFen: row.maxAmountFen ?? undefined,
    useCount: context.useCount,
    createdAt: isoTime(row.createdAt),
    actions: nextActions(productCodeMachine, row.status),
  }
}

import {
  checkShortCode,
  isLinkToken,
  offlineCodeAge,
  parseOfflineCode,
  readScannedText,
  verifyOfflineCode,
} from '@piaoma/shared/codes'
import type { CodeView } from '@piaoma/shared/contract'
import { readJson, toSafeInteger } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { tillEntity } from '../merchants/entity'
import { createOrderCode } from './create-order-code'
import type { CodeRow } from './entity'

/** A code with the names a page shows. */
export type FoundCode = CodeRow & {
  merchantName: string
  reviewAboveFen: number
  contactPhone: string | null
  storeName: string
  storePhone: string | null
  sellerName: string
  /** The merchant has a service account, by which WeChat shows a guest his stored titles. */
  hasServiceAccount: boolean
}

const SELECT = `SELECT c.*, m.\`name\` AS merchantName, m.\`reviewAboveFen\`, m.\`contactPhone\`, s.\`name\` AS storeName,
  s.\`phone\` AS storePhone, t.\`name\` AS sellerName, w.\`serviceSecret\` IS NOT NULL AS hasServiceAccount
  FROM \`code\` c JOIN \`store\` s ON s.\`id\` = c.\`storeId\`
  JOIN \`merchant\` m ON m.\`id\` = c.\`merchantId\` JOIN \`taxpayer\` t ON t.\`id\` = c.\`taxpayerId\`
  LEFT JOIN \`wechat_account\` w ON w.\`merchantId\` = c.\`merchantId\``

/**
 * Finds a code by its link token, its typed short form, a till's off-line text, or a link holding one of them.
 * An off-line code becomes an order code when it is first seen. Refuses with `code.not_found` or `code.too_old`.
 */
export async function findCode(ground: Ground, text: string): Promise<FoundCode> {
  const code = isLinkToken(text) ? text : readScannedText(text).code
  if (isLinkToken(code)) return require(await findBy(ground, 'token', code))
  const offline = parseOfflineCode(code)
  if (offline) return findOfflineCode(ground, code)
  const short = checkShortCode(code)
  if (short.ok) return require(await findBy(ground, 'shortCode', short.code))
  throw new AppError('code.not_found')
}

function require(code: FoundCode | undefined): FoundCode {
  if (!code) throw new AppError('code.not_found')
  return code
}

async function findBy(
  ground: Ground,
  column: 'token' | 'shortCode' | 'id',
  value: string,
): Promise<FoundCode | undefined> {
  const row = await ground.db.first(`${SELECT} WHERE c.\`${column}\` = ?`, [value])
  return row && readRow(row)
}

/** Integers and JSON of a raw row, in place; strings stay as they are. */
function readRow(row: Record<string, unknown>): FoundCode {
  const integer = (name: string) => (row[name] === null ? null : toSafeInteger(row[name]))
  const read = {
    lines: readJson(row.lines),
    kinds: readJson(row.kinds),
    amountFen: integer('amountFen'),
    minAmountFen: integer('minAmountFen'),
    maxAmountFen: integer('maxAmountFen'),
    validFrom: integer('validFrom'),
    validUntil: integer('validUntil'),
    usedAt: integer('usedAt'),
    createdAt: integer('createdAt'),
    updatedAt: integer('updatedAt'),
    reviewAboveFen: integer('reviewAboveFen'),
    hasServiceAccount: integer('hasServiceAccount') === 1,
  }
  return Object.assign(row, read) as unknown as FoundCode
}

/** A receipt's clock may be a little ahead of ours. */
const CLOCK_AHEAD_SECONDS = 600

async function findOfflineCode(ground: Ground, text: string): Promise<FoundCode> {
  const known = await findBy(ground, 'token', text)
  if (known) return known
  const signed = parseOfflineCode(text)
  const till = signed && (await ground.db.manager.findOneBy(tillEntity, { keyId: signed.keyId }))
  // Whoever cannot sign learns nothing: a revoked till, an unknown key and a wrong signature answer alike.
  if (!signed || !till?.isActive) throw new AppError('code.not_found')
  const secret = Buffer.from(ground.secrets.open(till.secret), 'base64url')
  if (!verifyOfflineCode(signed, secret)) throw new AppError('code.not_found')
  const age = offlineCodeAge(signed, ground.clock.now() / 1000)
  if (age < -CLOCK_AHEAD_SECONDS) throw new AppError('code.not_found')
  if (age > ground.config.OFFLINE_CODE_DAYS * 86_400) throw new AppError('code.too_old')
  const row = await createOrderCode(ground, {
    merchantId: till.merchantId,
    source: 'till',
    actor: `till:${till.keyId}`,
    orderNo: signed.orderNo,
    orderKey: `till:${signed.till}:${signed.orderNo}`,
    token: text,
    storeId: till.storeId,
    lines: [{ ...till.line, amountFen: signed.amountFen }],
    validUntil: signed.at * 1000 + ground.config.OFFLINE_CODE_DAYS * 86_400_000,
    onExisting: 'return',
  })
  return require(await findBy(ground, 'id', row.id))
}

/** What a guest can do with a code now. */
export function codeState(
  code: Pick<CodeRow, 'status' | 'validFrom' | 'validUntil'>,
  now: number,
): CodeView['state'] {
  if (code.status === 'reserved' || code.status === 'spent') return 'spent'
  if (code.status === 'unpaid') return 'unpaid'
  if (code.status !== 'active') return 'inactive'
  if (code.validFrom !== null && code.validFrom > now) return 'not_started'
  if (code.validUntil !== null && code.validUntil <= now) return 'expired'
  return 'open'
}

/** Whether an application with this code waits for the merchant. */
export function reviewCauseOf(
  code: Pick<FoundCode, 'kind' | 'reviewAboveFen'>,
  amountFen: number,
): 'product_code' | 'over_limit' | null {
  if (code.kind === 'product') return 'product_code'
  return code.reviewAboveFen > 0 && amountFen > code.reviewAboveFen ? 'over_limit' : null
}

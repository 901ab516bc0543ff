import { randomInt } from 'node:crypto'
import { CODE_ALPHABET, isShortCodePrefix, SHORT_CODE_PREFIX_LENGTH } from '@piaoma/shared/codes'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { checkTaxCode } from '@piaoma/shared/tax-codes'
import { checkTaxpayerId, normaliseTaxpayerId } from '@piaoma/shared/taxpayer'
import { isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { searchKeysOf } from '../search-keys'
import { insertMember, insertUser, isLogin } from './add-member'
import { recordAudit } from './audit'
import { urlIssues } from './change-settings'
import { type GoodsRow, goodsEntity, merchantEntity, storeEntity, taxpayerEntity, userEntity } from './entity'
import { normaliseLogin } from './normalise-login'
import { hashPassword } from './password'

export interface NewMerchant {
  name: string
  /** Three characters of the code alphabet; left out: drawn. */
  shortCodePrefix?: string
  /** Orders above it are reviewed; left out: none is. */
  reviewAboveFen?: number
  /** Left out: both kinds. */
  defaultKinds?: InvoiceKind[]
  /** Left out: 90. */
  validityDays?: number
  contactPhone?: string
  taxpayer: {
    name: string
    taxpayerId: string
    address?: string
    phone?: string
    bankName?: string
    bankAccount?: string
    drawer: string
    channel: { gatewayUrl: string; tokenUrl: string; appKey: string; appSecret: string }
  }
  stores: { name: string; address?: string; phone?: string }[]
  /** A login that exists already becomes an owner here too and keeps its name and password. */
  owner: { name: string; login: string; password?: string }
  goods?: NewGoods[]
}

export type NewGoods = Pick<GoodsRow, 'name' | 'taxRate' | 'taxCode'> &
  Partial<Record<'specification' | 'unit' | 'unitPrice', string>>

export interface CreatedMerchant {
  merchantId: string
  shortCodePrefix: string
  taxpayerId: string
  /** In the order given. */
  storeIds: string[]
  ownerId: string
}

const PREFIX_DRAWS = 20

/**
 * Makes a merchant with its seller, stores, goods and owner in one transaction. Refuses (Error, naming everything that
 * is wrong) malformed input, and a prefix that is taken.
 */
export async function createMerchant(ground: Ground, input: NewMerchant): Promise<CreatedMerchant> {
  refuseBadMerchant(input)
  const given = input.shortCodePrefix
  const taxNumber = normaliseTaxpayerId(input.taxpayer.taxpayerId)
  // Hashing takes a tenth of a second: never inside a transaction.
  const passwordHash = input.owner.password === undefined ? null : await hashPassword(input.owner.password)
  for (let draw = 1; ; draw++) {
    const prefix = given ?? drawPrefix()
    if (await ground.db.manager.existsBy(merchantEntity, { shortCodePrefix: prefix })) {
      if (given !== undefined) throw new Error(`the short-code prefix ${given} is taken`)
      if (draw >= PREFIX_DRAWS) throw new Error('no free short-code prefix was found')
      continue
    }
    try {
      return await ground.db.transaction((tx) =>
        insertMerchant(ground, tx, input, { prefix, taxNumber, passwordHash }),
      )
    } catch (error) {
      // Another one took the prefix, or made the owner's login, a moment ago.
      if (!isUniqueViolation(error) || draw >= PREFIX_DRAWS) throw error
    }
  }
}

/** The command line and seeds come here without the contract's schemas. */
function refuseBadMerchant({ taxpayer, stores, owner, goods, shortCodePrefix }: NewMerchant): void {
  const problems: string[] = []
  if (!checkTaxpayerId(normaliseTaxpayerId(taxpayer.taxpayerId)).ok)
    problems.push('the tax number is malformed')
  if (stores.length === 0) problems.push('at least one store is needed')
  if (shortCodePrefix !== undefined && !isShortCodePrefix(shortCodePrefix)) {
    problems.push('the short-code prefix needs three characters of the code alphabet')
  }
  if (!isLogin(normaliseLogin(owner.login)))
    problems.push('the owner’s login is no phone number or e-mail address')
  for (const { name, taxCode } of goods ?? []) {
    if (checkTaxCode(taxCode)) problems.push(`the tax code of ${name} is no leaf of the official table`)
  }
  for (const url of [taxpayer.channel.gatewayUrl, taxpayer.channel.tokenUrl]) {
    if (urlIssues(url, 'channel').length > 0) problems.push(`${url} is no plain http(s) address`)
  }
  if (problems.length > 0) throw new Error(`the merchant cannot be made: ${problems.join('; ')}`)
}

const drawPrefix = (): string =>
  Array.from({ length: SHORT_CODE_PREFIX_LENGTH }, () =>
    CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length)),
  ).join('')

async function insertMerchant(
  ground: Ground,
  tx: Tx,
  input: NewMerchant,
  made: { prefix: string; taxNumber: string; passwordHash: string | null },
): Promise<CreatedMerchant> {
  const { manager } = tx
  const createdAt = ground.clock.now()
  const merchantId = ground.ids.ulid()
  await manager.insert(merchantEntity, {
    id: merchantId,
    name: input.name,
    shortCodePrefix: made.prefix,
    reviewAboveFen: input.reviewAboveFen ?? 0,
    defaultKinds: input.defaultKinds ?? ['normal', 'special'],
    validityDays: input.validityDays ?? 90,
    contactPhone: input.contactPhone ?? null,
    quotaWarnPercent: 80,
    createdAt,
  })
  const taxpayerId = await insertTaxpayer(ground, tx, merchantId, {
    ...input.taxpayer,
    taxpayerId: made.taxNumber,
  })
  const storeIds: string[] = []
  for (const store of input.stores) {
    const id = ground.ids.ulid()
    storeIds.push(id)
    await manager.insert(storeEntity, {
      id,
      merchantId,
      taxpayerId,
      name: store.name,
      address: store.address ?? null,
      phone: store.phone ?? null,
      isActive: true,
      createdAt,
    })
  }
  for (const goods of input.goods ?? []) {
    await manager.insert(goodsEntity, {
      id: ground.ids.ulid(),
      merchantId,
      name: goods.name,
      specification: goods.specification ?? null,
      unit: goods.unit ?? null,
      unitPrice: goods.unitPrice ?? null,
      taxRate: goods.taxRate,
      taxCode: goods.taxCode,
      searchKeys: searchKeysOf(goods.name),
      createdAt,
    })
  }
  const ownerId = await ownerOf(ground, tx, input.owner, made.passwordHash)
  await insertMember(ground, tx, { merchantId, userId: ownerId, role: 'owner', storeIds: null })
  await recordAudit(ground, tx, {
    merchantId,
    targetType: 'merchant',
    targetId: merchantId,
    actor: 'system',
    action: 'merchant.create',
  })
  return { merchantId, shortCodePrefix: made.prefix, taxpayerId, storeIds, ownerId }
}

async function insertTaxpayer(
  ground: Ground,
  tx: Tx,
  merchantId: string,
  taxpayer: NewMerchant['taxpayer'],
): Promise<string> {
  const id = ground.ids.ulid()
  const { channel } = taxpayer
  await tx.manager.insert(taxpayerEntity, {
    id,
    merchantId,
    name: taxpayer.name,
    taxpayerId: taxpayer.taxpayerId,
    address: taxpayer.address ?? null,
    phone: taxpayer.phone ?? null,
    bankName: taxpayer.bankName ?? null,
    bankAccount: taxpayer.bankAccount ?? null,
    drawer: taxpayer.drawer,
    channel: 'nuonuo',
    gatewayUrl: channel.gatewayUrl,
    tokenUrl: channel.tokenUrl,
    appKey: channel.appKey,
    appSecret: ground.secrets.seal(channel.appSecret),
    callbackKey: ground.ids.secret(),
    createdAt: ground.clock.now(),
  })
  return id
}

async function ownerOf(
  ground: Ground,
  tx: Tx,
  owner: NewMerchant['owner'],
  passwordHash: string | null,
): Promise<string> {
  const login = normaliseLogin(owner.login)
  const existing = await tx.manager.findOneBy(userEntity, { login })
  return existing?.id ?? insertUser(ground, tx, { name: owner.name, login, passwordHash })
}

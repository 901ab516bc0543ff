import type { Role } from '@piaoma/shared/contract'
import type { Ground } from '../ground'
import { insertMember, insertUser } from '../merchants/add-member'
import { type CreatedMerchant, createMerchant, type NewMerchant } from '../merchants/create-merchant'
import { openSession } from '../merchants/session'

let count = 0

/** A merchant with two stores, a seller and an owner; every call makes another one. */
export function buildMerchant(
  ground: Ground,
  overrides: Partial<NewMerchant> = {},
): Promise<CreatedMerchant> {
  count += 1
  return createMerchant(ground, {
    name: `测试餐厅${count}`,
    taxpayer: {
      name: `杭州测试餐饮${count}有限公司`,
      taxpayerId: '91330106MA2CFG3K9J',
      address: '杭州市西湖区测试路1号',
      phone: '0571-88880000',
      drawer: '王测试',
      channel: {
        gatewayUrl: 'http://127.0.0.1:9/open/v1/services',
        tokenUrl: 'http://127.0.0.1:9/accessToken',
        appKey: `key${count}`,
        appSecret: 'plantedChannelSecret1',
      },
    },
    stores: [{ name: '西湖店', phone: '0571-88880001' }, { name: '滨江店' }],
    owner: { name: '陈老板', login: `owner${count}@example.test` },
    ...overrides,
  })
}

export interface SignedIn {
  userId: string
  memberId: string
  token: string
}

/** A person of a role with an open session; no password is hashed, so it is quick. */
export async function buildPerson(
  ground: Ground,
  merchantId: string,
  role: Role,
  storeIds: string[] | null = null,
): Promise<SignedIn> {
  count += 1
  const login = `person${count}@example.test`
  return ground.db.transaction(async (tx) => {
    const userId = await insertUser(ground, tx, { name: `${role}${count}`, login, passwordHash: null })
    const memberId = await insertMember(ground, tx, { merchantId, userId, role, storeIds })
    const { token } = await openSession(ground, tx.manager, { userId, merchantId })
    return { userId, memberId, token }
  })
}

/** A session of somebody who exists, e.g. the owner that `buildMerchant` made. */
export async function signInAs(ground: Ground, userId: string, merchantId: string): Promise<string> {
  return (await ground.db.transaction((tx) => openSession(ground, tx.manager, { userId, merchantId }))).token
}

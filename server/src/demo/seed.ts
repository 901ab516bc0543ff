import { createProductCode } from '../codes/product-codes'
import type { Ground } from '../ground'
import { createMerchant, merchantEntity, type NewMerchant } from '../merchants'
import { storeEntity, type TaxpayerRow, taxpayerEntity } from '../merchants/entity'
import type { BureauControl } from '../simulators/tax-bureau/client'
import { usccWithCheckDigit } from './uscc'

export interface Bureau {
  gatewayUrl: string
  tokenUrl: string
}

/** What the demo's owner signs in with. */
export const DEMO_LOGIN = 'demo@piaoma.local'

const CATERING = '3070401000000000000'
const LODGING = '3070402000000000000'
const DRINKS = '1030307010000000000'

/** Two merchants, made once: a restaurant with two stores and a hotel. Their owner is one person. */
export async function seedDemo(ground: Ground, bureau: Bureau, password: string): Promise<void> {
  if ((await ground.db.manager.count(merchantEntity)) > 0) return
  for (const merchant of demoMerchants(ground, bureau, password)) {
    const { merchantId, storeIds, ownerId } = await createMerchant(ground, merchant.input)
    for (const product of merchant.products) {
      const storeId = storeIds[product.store]
      if (!storeId) throw new Error('the demo names a store that it does not make')
      await ground.db.transaction((tx) =>
        createProductCode(ground, tx, {
          merchantId,
          storeId,
          actor: `user:${ownerId}`,
          title: product.title,
          line: product.line,
          maxAmountFen: 2_000_000,
        }),
      )
    }
  }
}

function demoMerchants(ground: Ground, bureau: Bureau, password: string) {
  const channel = (appKey: string) => ({ ...bureau, appKey, appSecret: ground.ids.secret() })
  const owner = { name: '演示店主', login: DEMO_LOGIN, password }
  const restaurant: NewMerchant = {
    name: '青禾小馆',
    shortCodePrefix: 'QHX',
    contactPhone: '021-55550100',
    reviewAboveFen: 500_000,
    owner,
    taxpayer: {
      name: '上海青禾餐饮管理有限公司（模拟）',
      taxpayerId: usccWithCheckDigit('91310115MAQH2F5X7'),
      address: '上海市浦东新区示例路88号',
      phone: '021-55550100',
      bankName: '示例银行上海浦东支行',
      bankAccount: '6200000000000000188',
      drawer: '林青禾',
      channel: channel('demo-restaurant'),
    },
    stores: [
      { name: '青禾小馆（示例路店）', address: '示例路88号', phone: '021-55550101' },
      { name: '青禾小馆（滨江店）', address: '滨江大道9号', phone: '021-55550102' },
    ],
    goods: [
      { name: '餐饮服务', unit: '次', taxRate: '0.06', taxCode: CATERING },
      { name: '外带饮料', unit: '瓶', taxRate: '0.13', taxCode: DRINKS },
    ],
  }
  const hotel: NewMerchant = {
    name: '云栖酒店',
    shortCodePrefix: 'YQH',
    contactPhone: '0571-55550200',
    owner,
    taxpayer: {
      name: '杭州云栖酒店有限公司（模拟）',
      taxpayerId: usccWithCheckDigit('91330106MAYQ3H8K2'),
      address: '杭州市西湖区示例街6号',
      phone: '0571-55550200',
      drawer: '周云',
      channel: channel('demo-hotel'),
    },
    stores: [{ name: '云栖酒店前台', address: '示例街6号', phone: '0571-55550200' }],
    goods: [
      { name: '住宿服务', unit: '间夜', taxRate: '0.06', taxCode: LODGING },
      { name: '餐饮服务', unit: '次', taxRate: '0.06', taxCode: CATERING },
    ],
  }
  const line = (name: string, taxCode: string) => ({ name, taxRate: '0.06' as const, taxCode })
  return [
    {
      input: restaurant,
      products: [
        { store: 0, title: '堂食餐费', line: line('餐饮服务', CATERING) },
        { store: 1, title: '堂食餐费', line: line('餐饮服务', CATERING) },
      ],
    },
    { input: hotel, products: [{ store: 0, title: '住宿费', line: line('住宿服务', LODGING) }] },
  ]
}

/** The simulator may listen elsewhere this time: the demo's sellers follow it. */
async function followBureau(ground: Ground, bureau: Bureau): Promise<TaxpayerRow[]> {
  await ground.db.manager.update(taxpayerEntity, { channel: 'nuonuo' }, { ...bureau })
  return ground.db.manager.find(taxpayerEntity, { order: { id: 'ASC' } })
}

/** Tells the simulated bureau who may issue, and the sellers where it listens now. */
export async function registerSellers(
  ground: Ground,
  bureau: { gatewayUrl: string; tokenUrl: string },
  control: BureauControl,
): Promise<void> {
  for (const seller of await followBureau(ground, bureau)) {
    await control.putTaxpayer({
      taxNum: seller.taxpayerId,
      name: seller.name,
      nuonuo: { appKey: seller.appKey, appSecret: ground.secrets.open(seller.appSecret) },
    })
  }
}

/** The restaurant and its first store. */
export async function demoRestaurant(ground: Ground) {
  const merchant = await ground.db.manager.findOneOrFail(merchantEntity, { where: {}, order: { id: 'ASC' } })
  const store = await ground.db.manager.findOneOrFail(storeEntity, {
    where: { merchantId: merchant.id },
    order: { id: 'ASC' },
  })
  return { merchant, store }
}

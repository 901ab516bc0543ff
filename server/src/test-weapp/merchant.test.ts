import { expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { taxNumber } from '../test/shop'
import { MINIAPP } from '../test/wechat'
import { apply, makeProductCode, until } from '../test-service/service-scene'
import { canRunWeapp } from './host'
import { signIn, useScene } from './scene'

const isHere = canRunWeapp()

/** A guest's application that waits for the merchant. */
async function applyForReview(
  scene: ReturnType<ReturnType<typeof useScene>>,
  name: string,
  storeId?: string,
) {
  const product = await makeProductCode(scene.shop, storeId ? { storeId } : {})
  const buyer = { type: 'company', name, taxpayerId: taxNumber(5_151_515) }
  return apply(scene.test, [product.code], { buyer, amountFen: 26_800 })
}

if (isHere)
  describeOnDatabases('a merchant with WeChat', (open) => {
    const scene = useScene(open)

    test('the owner makes an order code and shows it to the guest', async () => {
      const phone = scene().phone()
      await signIn(phone, await scene().hire('owner'))
      await phone.see('待审核')
      await phone.launch('/merchant/order-codes/new')
      await phone.type('含税金额', '88.80')
      await phone.type('名称', '餐费')
      await phone.type('税收编码', '3070401000000000000')
      await phone.tap('生成订单码')
      await phone.see('等待客人扫码')
      expect(phone.text()).toContain('¥88.80')
      await phone.tap('发给客人')
      const [, shared] = phone.device.calls.findLast(([name]) => name === 'shareAppMessage') ?? []
      expect(shared).toMatchObject({ path: expect.stringMatching(/^\/guest\/code\/index\?code=\w+/) })
    })

    test('a reviewer approves, and another application he rejects with a reason', async () => {
      const now = scene()
      const approved = await applyForReview(now, '杭州通过科技有限公司')
      const rejected = await applyForReview(now, '杭州驳回科技有限公司')
      const phone = now.phone()
      await signIn(phone, await now.hire('reviewer'))
      await phone.tap(/^审核/)
      await phone.see('杭州通过科技有限公司')
      await phone.tap(/^杭州通过科技有限公司/)
      await phone.waitFor('the application', () => phone.route === 'merchant/review/application')
      await phone.waitFor('the decision', () => phone.offers('通过'))
      await phone.tap('通过')
      await until(now.test, approved.token, ({ status }) => status === 'issued')
      await phone.back()
      await phone.see('杭州驳回科技有限公司')
      await phone.tap(/^杭州驳回科技有限公司/)
      await phone.waitFor('the decision', () => phone.offers('驳回'))
      await phone.tap('驳回')
      await phone.tap('未找到对应的消费记录，请联系门店')
      await phone.tap('驳回')
      const seen = await until(now.test, rejected.token, ({ status }) => status === 'rejected')
      expect(seen.reason?.text).toContain('未找到对应的消费记录')
    })

    test('a cashier of one store sees that store and none of the other’s', async () => {
      const now = scene()
      const [first, second] = now.shop.storeIds
      await applyForReview(now, '杭州一店客人有限公司', first)
      await applyForReview(now, '杭州二店客人有限公司', second)
      const phone = now.phone()
      await signIn(phone, await now.hire('cashier', [first ?? '']))
      await phone.launch('/merchant/review/index')
      await phone.see('杭州一店客人有限公司')
      expect(phone.text()).not.toContain('杭州二店客人有限公司')
    })

    test('a reviewer issues by hand at the counter; killed in the middle, nothing is lost', async () => {
      const now = scene()
      await now.shop.owner('POST /api/v1/merchant/goods', {
        body: { name: '会议餐饮', taxRate: '0.06', taxCode: '3070401000000000000' },
      })
      const reviewer = await now.hire('reviewer')
      const phone = now.phone()
      await signIn(phone, reviewer)
      await phone.launch('/merchant/manual/index')
      await phone.type('名称', '杭州填开科技有限公司')
      await phone.type('税号', taxNumber(6_161_616))
      await phone.type('第 1 行 名称', 'hycy')
      await phone.tap(/^会议餐饮/)
      await phone.type('第 1 行 含税金额', '168')
      await phone.see('壹佰陆拾捌圆整')
      await phone.launch('/merchant/home/index')
      await phone.launch('/merchant/manual/index')
      await phone.see('壹佰陆拾捌圆整')
      await phone.tap('开票')
      await phone.waitFor('the application', () => phone.route === 'merchant/review/application')
      const { items } = await now.shop.owner('GET /api/v1/merchant/applications', {
        query: { search: '杭州填开' },
      })
      expect(items).toMatchObject([{ codeKind: 'manual', amountFen: 16_800 }])
    })

    test('a reviewer binds her WeChat by her number, is signed in by it, wants messages, and unbinds', async () => {
      const now = scene()
      const body = { name: '李晓雨', role: 'reviewer' as const, login: '13800138001' }
      await now.shop.owner('POST /api/v1/merchant/members', { body })
      const code = async (kind: 'login' | 'phone') => {
        const made = await now.wechat.person<{ code: string }>('lixiaoyu', `${kind}-code`, {
          appid: MINIAPP.appid,
        })
        return { code: made.code }
      }
      const phone = now.phone()
      await phone.launch('/pages/sign-in/index')
      phone.will('login', await code('login'))
      await phone.tap('微信一键登录')
      await phone.see('还没有绑定账号')
      phone.will('getPhoneNumber', { fail: { errMsg: 'getPhoneNumber:fail user deny' } })
      await phone.tap('用微信手机号绑定')
      await phone.see('没有取得手机号')
      phone.will('getPhoneNumber', await code('phone'))
      await phone.tap('用微信手机号绑定')
      await phone.waitFor('the home page', () => phone.route === 'merchant/home/index')
      await phone.launch('/merchant/settings/section?id=notices')
      await phone.see('已绑定')
      phone.will('requestSubscribeMessage', { T_review: 'accept', T_quota: 'reject' })
      await phone.tap('开启微信通知')
      await phone.see('已同意，下次会通知')
      // Another day, another start: one tap.
      phone.device.storage.clear()
      await phone.launch('/pages/sign-in/index')
      phone.will('login', await code('login'))
      await phone.tap('微信一键登录')
      await phone.waitFor('the home page', () => phone.route === 'merchant/home/index')
      await phone.launch('/merchant/settings/section?id=notices')
      await phone.tap('解绑微信')
      await phone.tap('解绑微信')
      await phone.see('未绑定')
    })

    test('finance sums and looks, and is offered nothing to issue', async () => {
      const now = scene()
      const phone = now.phone()
      await signIn(phone, await now.hire('finance'))
      await phone.see('统计')
      expect(phone.text()).not.toContain('手工填开')
      await phone.launch('/merchant/manual/index')
      await phone.see('没有权限')
      await phone.launch('/merchant/statistics/index')
      await phone.see('按商品')
    })
  })

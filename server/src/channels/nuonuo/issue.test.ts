import { describe, expect, test } from 'vitest'
import { nuonuoSettings } from './config'
import type { Gateway, GatewayAnswer } from './gateway'
import { issueInvoice, submission } from './issue'
import { reissueInvoice } from './reissue'
import { SELLER, sampleOrder } from './simulator-harness'

const answer = (code: string, describe = '', result?: unknown): GatewayAnswer => ({
  kind: 'answer',
  code,
  describe,
  result,
})

describe('the answer to a submission', () => {
  test.each<[GatewayAnswer, object]>([
    [answer('E0000', '', { invoiceSerialNum: '2611' }), { outcome: 'accepted', channelSerial: '2611' }],
    [answer('E0000', '', {}), { outcome: 'unknown' }],
    [answer('E0000', '', { invoiceSerialNum: '' }), { outcome: 'unknown' }],
    [answer('E9106', '订单编号或流水号不能重复'), { outcome: 'unknown', cause: 'duplicate serial' }],
    [
      answer('E9131', '税额误差超过0.06'),
      { outcome: 'refused', refusal: { channelCode: 'E9131', correctableBy: 'merchant' } },
    ],
    [answer('E9302', '企业未授权'), { outcome: 'refused', refusal: { correctableBy: 'merchant' } }],
    [answer('E9199', '购方税号有误'), { outcome: 'refused', refusal: { correctableBy: 'guest' } }],
    [answer('E9101'), { outcome: 'refused', refusal: { message: 'E9101' } }],
    [answer('E9301', '授信额度不足'), { outcome: 'waiting', cause: 'quota' }],
    [answer('E9999', '系统繁忙'), { outcome: 'unknown', cause: 'code E9999' }],
    [answer('040102', 'API服务异常'), { outcome: 'unknown' }],
    [answer('200', 'ok'), { outcome: 'unknown' }],
    [
      { kind: 'denied', code: '070302', message: 'APP未申请该资源' },
      { outcome: 'waiting', cause: 'channel' },
    ],
    [
      { kind: 'unknown', cause: 'ECONNRESET' },
      { outcome: 'unknown', cause: 'ECONNRESET' },
    ],
  ])('%j', (given, expected) => {
    expect(submission(given)).toMatchObject(expected)
  })
})

describe('an order is not sent at all', () => {
  const settings = nuonuoSettings({
    gatewayUrl: 'https://gateway.invalid/open/v1/services',
    tokenUrl: 'https://gateway.invalid/accessToken',
    appKey: 'K',
    appSecret: 'S',
    taxNum: SELLER.taxNum,
  })
  const gateway: Gateway = { call: () => Promise.reject(new Error('must not be called')) }

  test.each(['', 'x'.repeat(21), '订单', 'a b'])('with the serial %j', async (serial) => {
    await expect(issueInvoice(gateway, settings, sampleOrder(serial))).rejects.toThrow(RangeError)
  })

  test('for another taxpayer', async () => {
    const order = { ...sampleOrder('A1'), seller: { name: 'x', taxpayerId: '91110000MA0000001L' } }
    await expect(issueInvoice(gateway, settings, order)).rejects.toThrow(RangeError)
  })
})

describe('asking again', () => {
  test.each<[GatewayAnswer, object]>([
    [answer('E0000'), { outcome: 'accepted', channelSerial: '2611' }],
    [answer('E9613', '同一流水号(订单号)单日最多重试20次'), { outcome: 'waiting', cause: 'channel' }],
    [answer('E9611', '发票已生成，无需再重试开票'), { outcome: 'unknown' }],
    [answer('E9999', '请先进行实人认证'), { outcome: 'waiting', cause: 'operator' }],
    [answer('E9301', '企业不存在'), { outcome: 'refused' }],
    [answer('E9500', '发票不存在'), { outcome: 'unknown' }],
    [
      { kind: 'denied', code: '070201', message: '超出日流量' },
      { outcome: 'waiting', cause: 'channel' },
    ],
    [{ kind: 'unknown', cause: 'HTTP 502' }, { outcome: 'unknown' }],
  ])('%j', async (given, expected) => {
    expect(await reissueInvoice({ call: async () => given }, '2611')).toMatchObject(expected)
  })

  test('goes by the order number where the channel does not know the serial', async () => {
    const asked: unknown[] = []
    const gateway: Gateway = {
      call: async (_method, content) => {
        asked.push(content)
        return asked.length === 1 ? answer('E9500') : answer('E0000')
      },
    }
    expect(await reissueInvoice(gateway, 'PM0001')).toMatchObject({ outcome: 'accepted' })
    expect(asked).toEqual([{ fpqqlsh: 'PM0001' }, { orderno: 'PM0001' }])
  })
})

import { expect, test } from 'vitest'
import { type PayKeysDraft, payKeysBody, payKeysIssues, payLineBody, startPayLine } from './pay-settings'

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const empty: PayKeysDraft = {
  mchid: '',
  appId: '',
  isPartner: false,
  subMchid: '',
  certificate: '',
  privateKey: '',
  apiV3Key: '',
  platformKeys: [{ id: '', pem: '' }],
}

test('the first time nothing may be missing; later what is empty stays as it was', () => {
  const missing = payKeysIssues(empty, false).map(({ path }) => path)
  expect(missing).toEqual([
    'mchid',
    'appId',
    'certificate',
    'privateKey',
    'apiV3Key',
    'platformKeys.0.id',
    'platformKeys.0.pem',
  ])
  const later = { ...empty, mchid: '1900000001', appId: 'wxservice0001' }
  expect(payKeysIssues(later, true)).toEqual([])
  expect(payKeysBody(later)).toEqual({ mchid: '1900000001', appId: 'wxservice0001', subMchid: null })
})

test('a key that is begun has to be whole, and a partner names the sub-merchant', () => {
  const draft = {
    ...empty,
    mchid: '1900000001',
    appId: 'wxservice0001',
    isPartner: true,
    certificate: 'apiclient_cert.pem',
    platformKeys: [{ id: 'PUB_KEY_ID_1', pem: '' }],
  }
  expect(payKeysIssues(draft, true)).toEqual([
    { path: 'subMchid', code: 'field.required' },
    { path: 'certificate', code: 'wechat_pay.certificate_form' },
    { path: 'platformKeys.0.pem', code: 'field.required' },
  ])
  const whole = {
    ...draft,
    subMchid: '1900000002',
    platformKeys: [{ id: ' PUB_KEY_ID_1 ', pem: `${PEM}\n` }],
  }
  expect(payKeysBody(whole)).toMatchObject({
    subMchid: '1900000002',
    platformKeys: [{ id: 'PUB_KEY_ID_1', pem: PEM }],
  })
})

test('payments without an order make codes only where their line is set', () => {
  const settings = { line: null, storeId: null } as Parameters<typeof startPayLine>[0]
  const draft = startPayLine(settings)
  expect(payLineBody(draft)).toEqual({ line: null })
  const on = { ...draft, isOn: true, name: '餐饮服务', taxCode: '3070401000000000000' }
  expect(payLineBody(on)).toEqual({
    line: { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' },
    storeId: null,
  })
})

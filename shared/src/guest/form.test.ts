import { describe, expect, test } from 'vitest'
import { buildCode } from './build-code'
import { checkForm } from './check-form'
import { type ApplyForm, changeForm, type FormChange, startForm } from './form'
import { lookAtTaxpayerId } from './look-at-id'
import { buyerOf, toInput } from './request'

const BOTH = ['normal', 'special'] as const
// A made-up code whose check digit is right (GB 32100-2015).
const ID = '91310000MA1FL0000N'
const after = (form: ApplyForm, ...changes: FormChange[]) => changes.reduce(changeForm, form)
const company = (overrides: Partial<ApplyForm> = {}) =>
  startForm(BOTH, { companyName: '甲公司', taxpayerId: ID, ...overrides })

describe('changing the form', () => {
  test('company and person keep their own names', () => {
    const form = after(
      startForm(BOTH),
      { do: 'type', field: 'companyName', value: '甲公司' },
      { do: 'buyerType', buyerType: 'person', kinds: BOTH },
      { do: 'type', field: 'personName', value: '王小明' },
    )
    expect(buyerOf(form)).toEqual({ type: 'person', name: '王小明' })
    const back = changeForm(form, { do: 'buyerType', buyerType: 'company', kinds: BOTH })
    expect(buyerOf(back).name).toBe('甲公司')
  })
  test('a person gets no special invoice, and where only that is sold the buyer stays a company', () => {
    const special = changeForm(company(), { do: 'kind', kind: 'special' })
    expect(changeForm(special, { do: 'buyerType', buyerType: 'person', kinds: BOTH })).toMatchObject({
      type: 'person',
      kind: 'normal',
    })
    expect(changeForm(special, { do: 'buyerType', buyerType: 'person', kinds: ['special'] })).toMatchObject({
      type: 'company',
      kind: 'special',
    })
  })
  test('a draft of another code is fitted to the kinds allowed here', () => {
    expect(startForm(['normal'], { kind: 'special', companyName: '甲' })).toMatchObject({
      kind: 'normal',
      companyName: '甲',
    })
  })
  test('another tax number has to be confirmed anew', () => {
    const form = after(
      company(),
      { do: 'confirmId', isIdConfirmed: true },
      { do: 'type', field: 'companyName', value: '乙' },
    )
    expect(form.isIdConfirmed).toBe(true)
    expect(changeForm(form, { do: 'type', field: 'taxpayerId', value: '1' }).isIdConfirmed).toBe(false)
  })
  test('a whole title replaces the old one, a part only its own fields', () => {
    const form = company({ bankAccount: '123', address: '旧址' })
    const whole = changeForm(form, {
      do: 'fill',
      title: { type: 'company', name: '乙公司', taxpayerId: 'X' },
      kinds: BOTH,
    })
    expect(whole).toMatchObject({ companyName: '乙公司', taxpayerId: 'X', bankAccount: '', address: '' })
    const part = changeForm(form, { do: 'fill', title: { bankName: '某银行' }, kinds: BOTH })
    expect(part).toMatchObject({ companyName: '甲公司', bankAccount: '123', bankName: '某银行' })
  })
  test('a remembered person comes with his addresses', () => {
    const form = changeForm(company(), {
      do: 'fill',
      title: { type: 'person', name: 'Ann Lee', email: 'a@b.cn' },
      kinds: BOTH,
    })
    expect(form).toMatchObject({ type: 'person', personName: 'Ann Lee', email: 'a@b.cn' })
  })
})

describe('what is sent', () => {
  test('an order: codes, clean buyer, no amount, no empty fields', () => {
    const form = company({
      taxpayerId: ` ${ID.toLowerCase()} `,
      email: ' a@b.cn ',
      mobile: '138 1234-5678',
      amount: '9',
    })
    expect(toInput(form, [buildCode(), buildCode({ code: 'code-2' })])).toEqual({
      codes: ['code-1', 'code-2'],
      buyer: { type: 'company', name: '甲公司', taxpayerId: ID },
      kind: 'normal',
      email: 'a@b.cn',
      mobile: '13812345678',
    })
  })
  test('a product code: the amount in fen, exactly', () => {
    const code = buildCode({ kind: 'product', amountFen: undefined })
    expect(toInput(company({ amount: '１,234.5' }), [code]).amountFen).toBe(123450)
    expect(toInput(company({ amount: '0.29' }), [code]).amountFen).toBe(29)
  })
})

describe('checking the form', () => {
  const codesOf = (form: ApplyForm, view = buildCode()) => checkForm(form, [view]).map((issue) => issue.code)
  test('a good form has no issues', () => {
    expect(codesOf(company({ email: 'a@b.cn', mobile: '+85291234567' }))).toEqual([])
  })
  test('all issues come at once, in the order of the page', () => {
    const form = startForm(BOTH, { email: 'x', mobile: '12', remark: '字'.repeat(201) })
    const product = buildCode({ kind: 'product', amountFen: undefined })
    expect(codesOf(form, product)).toEqual([
      'amount.required',
      'buyer.name_required',
      'buyer.taxpayer_id_required',
      'email.form',
      'mobile.form',
      'text.too_long',
    ])
  })
  test('a person needs no tax number', () => {
    expect(codesOf(startForm(BOTH, { type: 'person', personName: 'Ann Lee' }))).toEqual([])
  })
  test('a wrong check digit is asked about once and may be overridden', () => {
    const form = company({ taxpayerId: `${ID.slice(0, 17)}9` })
    expect(codesOf(form)).toEqual(['buyer.taxpayer_id_unsure'])
    expect(codesOf({ ...form, isIdConfirmed: true })).toEqual([])
  })
})

describe('looking at a tax number while it is typed', () => {
  const look = (taxpayerId: string, type: 'company' | 'person' = 'company') =>
    lookAtTaxpayerId({ type, taxpayerId }).state
  test('says nothing while it is too short, and nothing about a person', () => {
    expect(look('')).toBe('none')
    expect(look(ID.slice(0, 12))).toBe('none')
    expect(look(ID, 'person')).toBe('none')
  })
  test('right, also in full-width letters and with spaces', () => {
    expect(look(ID)).toBe('right')
    expect(look('９１３１００００ MA1FL0000N')).toBe('right')
  })
  test('a slip is unsure, an old form is told, what cannot be is wrong', () => {
    expect(look(`${ID.slice(0, 17)}9`)).toBe('unsure')
    expect(look('310105600000001')).toBe('old')
    expect(look(`${ID}1234`)).toBe('wrong')
    expect(look('91310000MA1FL000OW')).toBe('wrong')
  })
})

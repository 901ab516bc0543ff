import type { MerchantApplication } from '@piaoma/shared/contract'
import { describe, expect, test } from 'vitest'
import {
  type ApplicationDraft,
  changedFields,
  changeOf,
  draftOf,
  fieldText,
  issuesOf,
} from './application-edit'
import { computeTax, type LineDraft } from './line-draft'

const FOOD = '3070401000000000000'

function line(change: Partial<LineDraft> = {}): LineDraft {
  return {
    key: 'l0',
    name: '餐饮服务',
    specification: '',
    unit: '',
    quantity: '',
    unitPrice: '',
    amount: '268.00',
    discount: '',
    deduction: '',
    taxRate: '0.06',
    taxCode: FOOD,
    ...change,
  }
}

function draft(change: Partial<ApplicationDraft> = {}): ApplicationDraft {
  return {
    version: 3,
    kind: 'normal',
    buyerType: 'company',
    name: '杭州青山科技有限公司',
    taxpayerId: '91330106MA2CFLDG4R',
    address: '',
    phone: '',
    bankName: '',
    bankAccount: '',
    email: '',
    mobile: '',
    remark: '',
    lines: [line()],
    ...change,
  }
}

const codes = (value: ApplicationDraft) => issuesOf(value).map(({ path, code }) => `${path} ${code}`)

describe('issues of an edited application', () => {
  test('a complete one has none', () => {
    expect(issuesOf(draft())).toEqual([])
  })

  test('all of them are found at once, each at its field', () => {
    const found = codes(
      draft({
        name: ' ',
        email: 'nobody',
        mobile: '123',
        lines: [
          line({ name: '', amount: '12.345' }),
          line({ amount: '5', discount: '6', quantity: 'two', taxCode: '307' }),
        ],
      }),
    )
    expect(found).toEqual(
      expect.arrayContaining([
        'buyer.name buyer.name_required',
        'email email.form',
        'mobile mobile.form',
        'lines.0.name text.required',
        'lines.0.amountFen number.form',
        'lines.1.discountFen line.discount_exceeds_amount',
        'lines.1.quantity number.form',
        'lines.1.taxCode line.tax_code_form',
      ]),
    )
  })

  test('a company needs its tax number, a person gets no 专票', () => {
    expect(codes(draft({ taxpayerId: '' }))).toContain('buyer.taxpayerId buyer.taxpayer_id_required')
    expect(codes(draft({ buyerType: 'person', taxpayerId: '', kind: 'special' }))).toContain(
      'kind buyer.special_to_person',
    )
  })

  test('an application needs a line, and a deduction allows only one', () => {
    expect(codes(draft({ lines: [] }))).toContain('lines line.required')
    expect(codes(draft({ lines: [line({ deduction: '100' }), line()] }))).toContain(
      'lines.0.deductionFen line.deduction_single_line',
    )
    expect(codes(draft({ lines: [line({ deduction: '268' })] }))).toContain(
      'lines.0.deductionFen line.deduction_not_below_amount',
    )
  })

  test.each(['0', '-1', '1e3', 'NaN', '', '999999999999'])('%s is no amount', (amount) => {
    expect(codes(draft({ lines: [line({ amount })] }))).toEqual([
      expect.stringMatching(/^lines\.0\.amountFen /),
    ])
  })
})

test('what is sent has integer fen, a normalised tax number and no empty field', () => {
  const body = changeOf(
    draft({
      taxpayerId: ' 91330106ma2cfldg4r ',
      email: ' a@example.com ',
      lines: [line({ amount: '１２．３０', quantity: '2', unitPrice: '6.15', discount: '0.30' })],
    }),
  )
  expect(body).toEqual({
    version: 3,
    kind: 'normal',
    buyer: { type: 'company', name: '杭州青山科技有限公司', taxpayerId: '91330106MA2CFLDG4R' },
    email: 'a@example.com',
    lines: [
      {
        name: '餐饮服务',
        quantity: '2',
        unitPrice: '6.15',
        amountFen: 1230,
        discountFen: 30,
        taxRate: '0.06',
        taxCode: FOOD,
      },
    ],
  })
})

describe('tax while typing', () => {
  test('is separated by subtraction', () => {
    const computed = computeTax([line()], 0)
    expect(computed).toMatchObject({ amountFen: 25283, taxFen: 1517, totalFen: 26800 })
  })

  test('a discount lowers it and stands in its own row', () => {
    const computed = computeTax([line({ discount: '68' })], 0)
    expect(computed?.totalFen).toBe(20000)
    expect(computed?.lines.map((row) => row.nature)).toEqual(['discounted', 'discount'])
  })

  test('an amount that is not finished yet gives no figure', () => {
    expect(computeTax([line({ amount: '' })], 0)).toBeUndefined()
    expect(computeTax([line(), line({ amount: '12.' })], 0)).toBeUndefined()
    expect(computeTax([line({ amount: '0' })], 0)).toBeUndefined()
  })
})

test('an application survives the way through the form unchanged', () => {
  const application = {
    version: 5,
    kind: 'special',
    buyer: { type: 'company', name: '甲', taxpayerId: '91330106MA2CFLDG4R', bankName: '工行' },
    email: 'a@example.com',
    lines: [
      { name: '房费', quantity: '2', unitPrice: '350', amountFen: 70000, taxRate: '0.06', taxCode: FOOD },
      { name: '早餐', amountFen: 5000, discountFen: 500, taxRate: '0.06', taxCode: FOOD },
    ],
  } as MerchantApplication
  const { version, kind, buyer, email, lines } = application
  expect(changeOf(draftOf(application))).toEqual({ version, kind, buyer, email, lines })
})

test('two drafts differ field by field, lines included', () => {
  const mine = draft({ name: '甲', lines: [line({ amount: '10' }), line()] })
  const theirs = draft({ version: 9, lines: [line({ amount: '12', key: 'other' })] })
  expect(changedFields(mine, theirs)).toEqual(['name', 'lines.0.amount', 'lines.1'])
  expect(changedFields(mine, { ...mine, version: 8 })).toEqual([])
})

test('a field that differs can be shown as text', () => {
  const value = draft({ name: '甲', lines: [line({ amount: '10' })] })
  expect(fieldText(value, 'name')).toBe('甲')
  expect(fieldText(value, 'lines.0.amount')).toBe('10')
  expect(fieldText(value, 'lines.0')).toBe('餐饮服务 10')
  expect(fieldText(value, 'lines.7')).toBe('')
})

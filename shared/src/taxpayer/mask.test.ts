import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskEmail, maskName, maskPhone, maskTaxpayerId } from './mask'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }

test.each([
  ['91310000MA1K10010Y', '91************010Y'],
  ['11010519491231002X', '11**************2X'],
  ['11010519491231002X01', '11****************01'],
  ['310115800101123', '31***********23'],
  ['12345', '*****'],
  ['', ''],
])('the tax number %s shows as %s', (id, masked) => {
  expect(maskTaxpayerId(id)).toBe(masked)
})

test.each([
  ['上海青禾餐饮管理有限公司', '上海青****公司'],
  ['滨江区林记面馆', '滨****馆'],
  ['张三', '张*'],
  ['欧阳小明', '欧***'],
  ['张', '*'],
  ['', ''],
  ['个人', '个人'],
  ['John Smith', 'J****h'],
  ['  王小明 ', '王**'],
  ['𠮷野家有限公司', '𠮷****司'],
])('the name %s shows as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test.each([
  ['zhang.san@example.com', 'z***@example.com'],
  ['a@b.cn', 'a***@b.cn'],
  ['@example.com', '***'],
  ['nothing', '***'],
])('the address %s shows as %s', (email, masked) => {
  expect(maskEmail(email)).toBe(masked)
})

test.each([
  ['13812345678', '138****5678'],
  ['+8613812345678', '+86****5678'],
  ['50801234', '****34'],
  ['021-50801234', '021****1234'],
  ['12345', '****'],
])('the number %s shows as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

test('no mask shows more than a few characters, nor how long a long name is', SLOW, () => {
  const text = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 60, size: 'max' })
  fc.assert(
    fc.property(text, (value) => {
      const shown = (masked: string) => Array.from(masked.replace(/\*/g, '')).length
      const plain = value.replace(/\*/g, '')
      const { length } = Array.from(plain.trim())
      if (plain.trim() !== '个人') {
        expect(shown(maskName(plain))).toBeLessThanOrEqual(length < 8 ? 2 : 5)
        if (length >= 8) expect(Array.from(maskName(plain)).length).toBeLessThanOrEqual(9)
        if (length >= 2) expect(maskName(plain)).not.toBe(plain.trim())
      }
      expect(shown(maskTaxpayerId(plain))).toBeLessThanOrEqual(6)
      expect(maskPhone(plain).replace(/\*/g, '').length).toBeLessThanOrEqual(7)
    }),
    RUNS,
  )
})

test('a mail mask keeps the host and one character of the rest', SLOW, () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const at = email.lastIndexOf('@')
      expect(maskEmail(email)).toBe(`${email.charAt(0)}***${email.slice(at)}`)
    }),
    RUNS,
  )
})

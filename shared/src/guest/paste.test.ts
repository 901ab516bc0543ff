import { expect, test } from 'vitest'
import { buildTitleQr } from '../taxpayer'
import { isWholeTitle, readPastedTitle } from './paste'

const BLOCK = '名称：甲乙科技有限公司\n税号：91310000MA1FL0000N\n开户行：某银行某支行'

test('a block tells which fields it filled', () => {
  expect(readPastedTitle(BLOCK)?.fields).toEqual(['name', 'taxpayerId', 'bankName'])
})

test('a title QR is read too', () => {
  const text = buildTitleQr({ type: 'company', name: '甲乙科技有限公司', taxpayerId: '91310000MA1FL0000N' })
  expect(readPastedTitle(text)?.title).toMatchObject({
    name: '甲乙科技有限公司',
    taxpayerId: '91310000MA1FL0000N',
  })
})

test('only a block with name and more takes over a paste into the name', () => {
  expect(isWholeTitle(BLOCK)).toBe(true)
  expect(isWholeTitle('甲乙科技有限公司')).toBe(false)
})

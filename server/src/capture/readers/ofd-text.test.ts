import { expect, test } from 'vitest'
import { readXml } from '../../documents/xml-read'
import { wordsOf } from './ofd-text'

const MM = 72 / 25.4
const words = (code: string) =>
  wordsOf(
    readXml(`<Layer><TextObject ID="1" Boundary="10 20 60 40" Size="4">${code}</TextObject></Layer>`),
  ).map(({ text, x0, x1, y }) => ({
    text,
    from: Number((x0 / MM).toFixed(3)),
    to: Number((x1 / MM).toFixed(3)),
    y: Number((y / MM).toFixed(3)),
  }))

test.each([
  ['alone', 'DeltaY="6 6"'],
  ['beside steps of nothing', 'DeltaX="0 0" DeltaY="6 6"'],
  ['given once for all letters', 'DeltaY="6"'],
])('letters with DeltaY %s stand below each other', (_, steps) => {
  expect(words(`<TextCode X="0" Y="3" ${steps}>购买方</TextCode>`)).toEqual([
    { text: '购', from: 10, to: 14, y: 23 },
    { text: '买', from: 10, to: 14, y: 29 },
    { text: '方', from: 10, to: 14, y: 35 },
  ])
})

test('a list of steps that ends early goes on with its last step', () => {
  expect(words('<TextCode X="0" Y="3" DeltaX="4" DeltaY="0">示例有限公司</TextCode>')).toEqual([
    { text: '示例有限公司', from: 10, to: 34, y: 23 },
  ])
})

test('a run that jumps to the next line is parted there', () => {
  expect(
    words('<TextCode X="0" Y="3" DeltaX="g 2 2 -4 g 2 2" DeltaY="g 2 0 5 g 2 0">123456</TextCode>'),
  ).toEqual([
    { text: '123', from: 10, to: 16, y: 23 },
    { text: '456', from: 10, to: 16, y: 28 },
  ])
})

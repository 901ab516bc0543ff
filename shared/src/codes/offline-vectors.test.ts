import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type OfflineOrder, parseOfflineCode, signOfflineCode, verifyOfflineCode } from './offline-code'

const address = new URL('../../../docs/offline-code.md', import.meta.url)
const LARGEST = 36 ** 7 - 1
const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const order: OfflineOrder = {
  keyId: 'K7M2QX9RTA',
  till: 'T01',
  orderNo: '202611220001',
  at: 1_795_318_200,
  amountFen: 12_800,
}

/** Expects a marked part of the page to be exactly this, or makes it so when the docs are to be updated. */
function expectPart(name: string, expected: string): void {
  const page = readFileSync(address, 'utf8')
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->`]
  const [before = '', rest = ''] = page.split(start)
  const [part = '', after = ''] = rest.split(end)
  if (process.env.PIAOMA_UPDATE_DOCS) writeFileSync(address, before + start + expected + end + after)
  else expect(part).toBe(expected)
}

const count = (length: number, step: number) => Uint8Array.from({ length }, (_, i) => (i * step) & 255)
const vectors: [string, OfflineOrder, Uint8Array][] = [
  ['an ordinary receipt', order, secret],
  [
    'one fen, one second, one character',
    { keyId: 'AAAA', till: '0', orderNo: '0', at: 1, amountFen: 1 },
    count(16, 1),
  ],
  [
    'the signs that are allowed',
    { keyId: 'zZ09', till: 'bar-2_b', orderNo: '-_-', at: 1_767_196_800, amountFen: 99 },
    count(32, 7),
  ],
  ['a key longer than a block', { ...order, orderNo: 'ORD-20261122-7', amountFen: 1_234_567 }, count(100, 3)],
  [
    'every field at its longest',
    {
      keyId: 'K'.repeat(26),
      till: 't'.repeat(20),
      orderNo: '9'.repeat(40),
      at: LARGEST,
      amountFen: LARGEST,
    },
    new Uint8Array(32).fill(255),
  ],
  [
    'a leap day before midnight in Shanghai',
    { ...order, till: 'T02', orderNo: '20240229-9999', at: 1_709_222_399, amountFen: 100 },
    secret,
  ],
]

test('the docs hold the vectors that the signer makes', () => {
  const blocks = vectors.map(([what, values, key], index) => {
    const code = signOfflineCode(values, key)
    const text = code.slice(0, -17)
    const mac = createHmac('sha256', key).update(text).digest().subarray(0, 12).toString('base64url')
    expect(code).toBe(`${text}.${mac}`)
    const fields = Object.entries(values).map(([field, value]) => `${field.padEnd(10)}${value}`)
    return [
      `${index + 1}. ${what}`,
      '',
      '```',
      `secret    ${Buffer.from(key).toString('base64url')}`,
      ...fields,
      `code      ${code}`,
      '```',
      '',
    ].join('\n')
  })
  expectPart('vectors', `\n${blocks.join('\n')}\n`)
})

test('the docs hold the refused texts, and they are refused', () => {
  const code = signOfflineCode(order, secret)
  const fields = code.split('.')
  const replace = (index: number, value: string) =>
    fields.map((field, i) => (i === index ? value : field)).join('.')
  const refused = [
    ['amount raised by one fen', replace(5, (order.amountFen + 1).toString(36))],
    ['last character of the signature', code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')],
    ['a field more', `${code}.x`],
    ['a field smuggled in before the signature', [...fields.slice(0, 6), 'x', fields[6]].join('.')],
    ['another version', replace(0, 'T2')],
    ['leading zero', replace(5, `0${fields[5]}`)],
    ['capital in a number', replace(4, (fields[4] ?? '').toUpperCase())],
    ['padded signature', `${code}=`],
    ['empty order number', replace(3, '')],
  ] as const
  refused.forEach(([what, text], index) => {
    const read = parseOfflineCode(text)
    expect(read !== undefined, what).toBe(index < 2)
    if (read) expect(verifyOfflineCode(read, secret), what).toBe(false)
  })
  const rows = refused.map(([what, text]) => `| ${what} | \`${text}\` |`)
  expectPart('refused', ['', '| changed | text |', '|---|---|', ...rows, '', ''].join('\n'))
})

test('the docs state the limits that the code has', () => {
  const page = readFileSync(address, 'utf8')
  const longest = signOfflineCode(vectors[4]?.[1] ?? order, secret).length
  expect(page).toContain(`At most ${longest} characters`)
  expect(page).toContain(
    LARGEST.toString()
      .replace(/(?=(?:\d{3})+$)/g, ' ')
      .trim(),
  )
})

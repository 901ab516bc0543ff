import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password'

test('a password verifies against its own hash only', async () => {
  const hash = await hashPassword('right-horse-battery')
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await verifyPassword(hash, 'right-horse-battery')).toBe(true)
  expect(await verifyPassword(hash, 'right-horse-batterx')).toBe(false)
  expect(await verifyPassword(hash, '')).toBe(false)
})

test('two hashes of one password differ', async () => {
  expect(await hashPassword('same-password')).not.toBe(await hashPassword('same-password'))
})

test('full-width and half-width typing of one password are equal', async () => {
  const hash = await hashPassword('Pass１２３word')
  expect(await verifyPassword(hash, 'Pass123word')).toBe(true)
})

test('reads hashes made with other costs, so that the cost can be raised later', async () => {
  // RFC 7914, section 12: N = 1024, r = 8, p = 16, password "password", salt "NaCl".
  const hex =
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640'
  const salt = Buffer.from('NaCl').toString('base64').replace(/=+$/, '')
  const stored = `$scrypt$ln=10,r=8,p=16$${salt}$${Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')}`
  expect(await verifyPassword(stored, 'password')).toBe(true)
  expect(await verifyPassword(stored, 'Password')).toBe(false)
})

test('refuses a stored text that is no hash instead of letting anybody in', async () => {
  for (const stored of ['', 'right-horse-battery', '$scrypt$ln=15,r=8,p=1$$', '$argon2id$v=19$m=1$a$b']) {
    await expect(verifyPassword(stored, 'right-horse-battery')).rejects.toThrow('unreadable')
  }
})

test('nobody takes as long as somebody', async () => {
  const hash = await hashPassword('right-horse-battery')
  const time = async (stored: string | null) => {
    const start = performance.now()
    await verifyPassword(stored, 'wrong')
    return performance.now() - start
  }
  const somebody: number[] = []
  const nobody: number[] = []
  for (let round = 0; round < 7; round++) {
    somebody.push(await time(hash))
    nobody.push(await time(null))
  }
  const ratio = median(nobody) / median(somebody)
  expect(ratio).toBeGreaterThan(0.4)
  expect(ratio).toBeLessThan(2.5)
})

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0

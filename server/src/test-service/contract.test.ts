import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkShortCode } from '@piaoma/shared/codes'
import { api, type Endpoint } from '@piaoma/shared/contract'
import { ERRORS } from '@piaoma/shared/errors'
import { FIELD_CODES, fieldMessage, REASON_CODES, reasonMessage } from '@piaoma/shared/messages'
import { LINE_ISSUES, TEXT_ISSUES } from '@piaoma/shared/tax'
import { BUYER_ISSUES } from '@piaoma/shared/taxpayer'
import { describe, expect, test } from 'vitest'
import { NUONUO_LIMITS } from '../channels/nuonuo/limits'
import { refusalReason, waitReason } from '../issuing/reasons'
import { repositoryRoot } from '../pages/root'

const endpoints = Object.entries(api) as [string, Endpoint][]

/** The sources of a folder, tests and simulators left out. */
function sourcesOf(folder: string): string[] {
  const root = join(repositoryRoot, folder)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^test|^simulators|^bench/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
}
const found = (sources: string[], pattern: RegExp) =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''))

describe('errors', () => {
  test('of every endpoint are in the table, with words and what to do', () => {
    for (const [key, { errors }] of endpoints) {
      for (const code of errors) expect(Object.keys(ERRORS), key).toContain(code)
      expect(new Set(errors).size, key).toBe(errors.length)
    }
    for (const [code, { status, zh, en }] of Object.entries(ERRORS)) {
      expect(status, code).toBeGreaterThanOrEqual(400)
      expect(zh, code).toMatch(/[\u4e00-\u9fff].*。$/)
      expect(en, code).toMatch(/^[A-Z].*\.$/)
    }
  })

  test('that the server throws are in the table', () => {
    const thrown = found(sourcesOf('server/src'), /new AppError\('([^']+)'/g)
    expect(thrown.length).toBeGreaterThan(40)
    expect(thrown.filter((code) => !(code in ERRORS))).toEqual([])
  })
})

describe('field codes', () => {
  // What has words of its own: a code in the schemas, in the rules of shared/, or in a command.
  const inSchemas = found(
    sourcesOf('shared/src/contract').filter((source) => !/satisfies Record<string, Endpoint>/.test(source)),
    /'([a-z_]+\.[a-z0-9_]+)'/g,
  )
  const inCommands = found(sourcesOf('server/src'), /code: '([a-z_]+\.[a-z0-9_]+)'/g).filter(
    (code) => !(code in ERRORS),
  )
  const inConsole = found(
    sourcesOf('miniapp/src'),
    /(?:code: |fieldMessage\(|add\('\w+', |return |\? )'([a-z_]+\.[a-z_]+)'/g,
  ).filter((code) => !(code in ERRORS))
  const looked = ['unknown', 'not_leaf'].map((problem) => `line.tax_code_${problem}`)
  const used = new Set<string>([
    ...inSchemas,
    ...inCommands,
    ...LINE_ISSUES,
    ...TEXT_ISSUES,
    ...BUYER_ISSUES,
    ...looked,
  ])

  test('that can be raised have words of their own in both languages', () => {
    expect(inSchemas.length).toBeGreaterThan(25)
    expect([...used, ...inConsole].filter((code) => !FIELD_CODES.includes(code))).toEqual([])
    for (const typed of ['', 'QHX-0O1I-L2345', 'QHX-2345-67899']) {
      const check = checkShortCode(typed)
      expect(FIELD_CODES).toContain(check.ok ? 'a right code' : check.reason)
    }
    for (const code of FIELD_CODES) {
      expect(fieldMessage(code, 'zh-CN'), code).toMatch(/[\u4e00-\u9fff].*。$/)
      expect(fieldMessage(code, 'en'), code).toMatch(/^[A-Za-z].*\.?$/)
      expect(fieldMessage(code, 'en'), code).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })

  test('with words can be raised', () => {
    const known = new Set([...used, ...inConsole, 'field.invalid'])
    expect(FIELD_CODES.filter((code) => !known.has(code) && !code.startsWith('short_code.'))).toEqual([])
  })

  test('without words say at least that something is wrong', () => {
    expect(fieldMessage('no.such_code', 'en')).toBe(fieldMessage('field.invalid', 'en'))
  })
})

describe('reason codes', () => {
  const written = found(sourcesOf('server/src'), /reasonCode: '([a-z_]+)'/g)
  const refused = (['guest', 'merchant', 'none'] as const).map(
    (correctableBy) => refusalReason({ channelCode: 'E1', message: '', correctableBy }).reasonCode,
  )
  const waiting = (['quota', 'operator', 'channel'] as const).map((cause) => waitReason(cause, '').reasonCode)
  const limits = Object.keys(NUONUO_LIMITS.text).map((field) => `limit.${field}`)
  const split = found(
    sourcesOf('shared/src/tax').filter((source) => source.includes('type SplitRefusal')),
    /reason: '([a-z_]+)'/g,
  ).map((reason) => `split.${reason}`)

  test('that an application can carry have words for the guest', () => {
    const all = [...written, ...refused, ...waiting, ...limits, ...split]
    expect(written.length).toBeGreaterThanOrEqual(5)
    expect(split.length).toBeGreaterThanOrEqual(4)
    expect(all.filter((code) => !REASON_CODES.includes(code))).toEqual([])
    expect(REASON_CODES.filter((code) => !all.includes(code))).toEqual([])
    for (const code of REASON_CODES) {
      expect(reasonMessage(code, 'zh-CN'), code).toMatch(/[\u4e00-\u9fff]/)
      expect(reasonMessage(code, 'en'), code).toMatch(/^[A-Z]/)
      expect(reasonMessage(code, 'en'), code).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })
})

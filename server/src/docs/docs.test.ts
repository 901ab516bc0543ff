import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { readConfig } from '../config'
import { migrate, openDatabase } from '../db'
import { WEBHOOK_EVENTS } from '../delivery/webhooks/publish-event'
import { PAUSES_MS } from '../delivery/webhooks/send-webhook'
import { entities } from '../entities'
import { createMerchant, type NewMerchant } from '../merchants'
import { repositoryRoot } from '../pages/root'
import { createTestGround } from '../test/ground'
import { generatedPages } from './pages'
import { settingNames } from './settings-doc'
import { EXAMPLE_SECRET, webhookExample } from './webhook-example'

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8')
const PAGES = [
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/errors.md',
  'docs/glossary.md',
  'docs/offline-code.md',
  'docs/open-api.md',
  'docs/settings.md',
  'docs/states.md',
  'docs/webhooks.md',
]

describe('pages made from the code', () => {
  test.each(generatedPages())('$path is current (npm run docs:generate)', ({ committed, expected }) => {
    expect(committed).toBe(expected)
  })
})

describe('every page', () => {
  test.each(PAGES)('%s links only to what exists', (path) => {
    const page = read(path)
    const targets = [...page.matchAll(/\]\(([^)\s]+)\)/g), ...page.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^(https?:|mailto:)/.test(target))
    const broken = targets.filter((target) => {
      const [file = '', anchor] = target.split('#')
      const to = file === '' ? path : join(dirname(path), file)
      if (!existsSync(join(repositoryRoot, to))) return true
      return anchor !== undefined && !anchorsOf(read(to)).has(decodeURIComponent(anchor))
    })
    expect(broken).toEqual([])
  })

  test.each(PAGES)('%s names only scripts that exist', (path) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test.each(PAGES)('%s names only files and folders of the code that exist', (path) => {
    const named = read(path).matchAll(/`((?:server|shared|h5|miniapp|config)\/[\w./@-]+)`/g)
    const absent = [...named]
      .map((match) => match[1] ?? '')
      .filter((name) => !/\/dist(\/|$)|NAME|TAG|000N/.test(name) && !existsSync(join(repositoryRoot, name)))
    expect(absent).toEqual([])
  })
})

/** Anchors of a page as GitHub makes them from headings, and explicit ones. */
function anchorsOf(page: string): Set<string> {
  const explicit = [...page.matchAll(/<a id="([^"]+)"/g)].map((match) => match[1] ?? '')
  const headings = [...page.matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .replace(/<[^>]+>/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
  return new Set([...explicit, ...headings])
}

describe('the sample environment', () => {
  const sample = read('config/piaoma.env.example')
  const lines = [...sample.matchAll(/^#? ?([A-Z][A-Z_]+)=(.*)$/gm)]

  test('names every setting that is not for tests, and no other', () => {
    const expected = settingNames().filter((name) => name !== 'PIAOMA_CRASH_AT' && name !== 'DEMO_MARK')
    expect(lines.map((match) => match[1]).sort()).toEqual([...expected].sort())
  })

  test('is accepted by the service, also with every line switched on', () => {
    const values = lines.map((match) => [match[1] ?? '', (match[2] ?? '').replace(/^'(.*)'$/, '$1')])
    expect(() => readConfig(Object.fromEntries(values))).not.toThrow()
  })
})

describe('the merchant.json of the README', () => {
  const fileOf = (path: string): string =>
    /<!-- merchant:start -->\s*```json\n([\s\S]+?)```/.exec(read(path))?.[1] ?? ''

  test('makes a merchant', async () => {
    const db = await openDatabase({ url: ':memory:', entities })
    await migrate(db)
    const merchant = JSON.parse(fileOf('README.md')) as NewMerchant
    const made = await createMerchant(createTestGround(db), merchant)
    expect(made.storeIds).toHaveLength(1)
    await db.close()
  })

  test('is the same in Chinese', () => {
    expect(fileOf('README.zh-CN.md')).toBe(fileOf('README.md'))
  })
})

describe('the README and its Chinese twin', () => {
  const commandsOf = (path: string) =>
    [...read(path).matchAll(/```(?:sh|js|sql)\n([\s\S]+?)```/g)].map((match) =>
      (match[1] ?? '').replace(/ *(#|\/\/) .*$/gm, ''),
    )

  test('give the same commands', () => {
    expect(commandsOf('README.zh-CN.md')).toEqual(commandsOf('README.md'))
  })

  test('have the same chapters', () => {
    const chapters = (path: string) => [...read(path).matchAll(/^#+ /gm)].map((match) => match[0])
    expect(chapters('README.zh-CN.md')).toEqual(chapters('README.md'))
  })
})

describe('docs/webhooks.md', () => {
  const page = read('docs/webhooks.md')

  test('lists every event', () => {
    const listed = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` \|/gm)].map((match) => match[1])
    expect(listed.sort()).toEqual([...WEBHOOK_EVENTS].sort())
  })

  test('tells the pauses that the code makes', () => {
    const hours = PAUSES_MS.filter((pause) => pause >= 3_600_000).map((pause) => pause / 3_600_000)
    expect(PAUSES_MS.slice(0, 4)).toEqual([5_000, 60_000, 300_000, 1_800_000])
    expect(page.replace(/\s+/g, ' ')).toContain(
      `5 seconds, 1 minute, 5 minutes, 30 minutes, ${hours.slice(0, -1).join(', ')} and ${hours.at(-1)} hours`,
    )
  })

  test('shows a function that accepts the example and nothing altered', () => {
    const source = /<!-- verify:start -->\s*```js\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
    const { headers, body } = webhookExample()
    const file = join(mkdtempSync(join(inject('tempFolder'), 'verify-')), 'verify.mjs')
    const call = (text: string) =>
      `isGenuine(${JSON.stringify(EXAMPLE_SECRET)}, ${JSON.stringify(headers)}, ${JSON.stringify(text)})`
    writeFileSync(file, `${source}\nconsole.log(${call(body)}, ${call(`${body} `)})\n`)
    const run = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    expect(run.stderr).toBe('')
    expect(run.stdout).toBe('true false\n')
  })
})

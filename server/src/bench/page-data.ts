import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoFile } from '../demo/demo-file'
import { repositoryRoot } from '../pages/root'
import { type Demo, demoOf, startDemo } from '../test-browser/demo'
import { startDay } from '../test-browser/shop-day'
import { canRunWeapp, createPhone, type Phone, routesOf } from '../test-weapp/host'
import { hasClass } from '../test-weapp/host/tree'
import type { AppJson } from '../test-weapp/host/types'
import { pageQueries } from '../test-weapp/page-queries'
import type { Figure } from './figures'

/** WeChat's limit of one `setData`. */
const MOST_AT_ONCE = 256 * 1024
/** As config/index.ts builds it when nothing is set. */
const DOMAIN = process.env.TARO_APP_API_BASE || 'https://piaoma.invalid'
/** What a list shows before it is scrolled. */
const ROWS = 30

/** What each page of the built mini-program hands to WeChat until it stands: run in Node, against the demo. */
export async function benchPageData(): Promise<Figure[]> {
  if (!canRunWeapp()) return []
  const dist = join(repositoryRoot, 'miniapp/dist/weapp')
  const { file, stop } = await startDemo()
  try {
    const demo = demoOf(file)
    const day = await startDay(demo)
    await fillLists(demo)
    const queries = pageQueries({ ...day.ids, code: day.codes.product, token: day.tokens.issued })
    const phone = createPhone({ dist, service: { domain: DOMAIN, url: file.baseUrl } })
    await signIn(phone, file)
    const appJson = JSON.parse(readFileSync(join(dist, 'app.json'), 'utf8')) as AppJson
    const figures: Figure[] = []
    for (const route of routesOf(appJson)) figures.push(await measure(phone, route, queries[route]))
    phone.kill()
    return figures
  } finally {
    await stop()
  }
}

async function fillLists(demo: Demo): Promise<void> {
  for (let row = 0; row < ROWS; row++) await demo.order()
}

async function signIn(phone: Phone, { console: { login, password } }: DemoFile): Promise<void> {
  await phone.launch('/pages/sign-in/index')
  await phone.type('账号', login)
  await phone.type('密码', password)
  await phone.tap('登录')
  await phone.waitFor('the home page', () => phone.route === 'merchant/home/index')
}

async function measure(phone: Phone, route: string, query: string | undefined): Promise<Figure> {
  const before = phone.faults.dataUse.get(route) ?? { calls: 0, totalBytes: 0 }
  const { calls, totalBytes } = { ...before }
  await phone.launch(query ? `/${route}?${query}` : `/${route}`)
  await phone.waitFor(`words on ${route}`, () => phone.text().length > 10)
  await phone.waitFor(
    `the end of loading of ${route}`,
    () => !phone.tree().nodes.some((node) => hasClass(node, 'skeleton')),
  )
  const use = phone.faults.dataUse.get(route)
  if (!use) throw new Error(`${route} drew nothing`)
  return {
    name: `setData, ${route}`,
    value: use.totalBytes - totalBytes,
    unit: 'bytes',
    // The limit is of one call, so the largest one counts.
    baseline: { value: MOST_AT_ONCE, what: 'WeChat’s limit of one call' },
    ratio: use.largestBytes / MOST_AT_ONCE,
    target: { atMost: 1 },
    note: `${use.calls - calls} calls, the largest ${use.largestBytes}`,
  }
}

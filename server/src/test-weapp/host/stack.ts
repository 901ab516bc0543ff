import type { Device } from './device'
import type { Faults } from './faults'
import type { Realm } from './realm'
import type { AppJson, PageData, PageInstance, WxOptions } from './types'

/** WeChat refuses an eleventh page. */
const MOST_PAGES = 10

/** The open pages of one start, the last one in front. */
export interface PageStack {
  readonly pages: PageInstance[]
  open(route: string, query: Record<string, string>): Promise<void>
  navigate(kind: string, options: WxOptions): void
  /** Calls a handler of the page in front; `undefined` when the page has none of this name. */
  call(handler: string, ...args: unknown[]): unknown
}

/** All pages of an app.json, those of sub-packages with their root. */
export function routesOf(appJson: AppJson): string[] {
  const subs = (appJson.subPackages ?? []).flatMap(({ root, pages }) =>
    pages.map((page) => `${root.replace(/\/$/, '')}/${page}`),
  )
  return [...appJson.pages, ...subs]
}

/** Splits an address. WeChat hands the query over as it was written: nothing is decoded. */
export function readUrl(url: string): { route: string; query: Record<string, string> } {
  const [path = '', rest = ''] = url.split('?')
  const pairs = rest.split('&').filter(Boolean)
  const query = Object.fromEntries(
    pairs.map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
  )
  return { route: path.replace(/^\//, ''), query }
}

interface StackOptions {
  realm: Realm
  faults: Faults
  appJson: AppJson
  device: Device
}

/** Opens, leaves and closes pages as WeChat does. */
export function createStack({ realm, faults, appJson }: StackOptions): PageStack {
  const pages: PageInstance[] = []
  const routes = routesOf(appJson)
  const tell = (page: PageInstance | undefined, event: string, ...args: unknown[]) => {
    const handler = page?.[event]
    return typeof handler === 'function' ? handler.apply(page, args) : undefined
  }
  const drop = () => tell(pages.pop(), 'onUnload')

  const open: PageStack['open'] = async (route, query) => {
    if (!routes.includes(route)) throw new Error(`page "${route}" is not in app.json`)
    const page = createPage(realm, faults, route)
    page.options = realm.copy(query)
    pages.push(page)
    tell(page, 'onLoad', page.options)
    tell(page, 'onShow')
    await later()
    tell(page, 'onReady')
  }
  const turn = async (kind: string, options: WxOptions) => {
    if (kind === 'navigateBack') {
      const delta = Math.min(Number(options.delta ?? 1), pages.length - 1)
      for (let left = delta; left > 0; left--) drop()
      tell(pages.at(-1), 'onShow')
      return
    }
    const { route, query } = readUrl(String(options.url))
    if (kind === 'navigateTo') {
      if (pages.length >= MOST_PAGES) throw new Error('webview count limit exceed')
      tell(pages.at(-1), 'onHide')
    } else if (kind === 'redirectTo') drop()
    else while (pages.length > 0) drop()
    await open(route, query)
  }
  return {
    pages,
    open,
    navigate(kind, options) {
      turn(kind, options).then(
        () => {
          const result = realm.copy({ errMsg: `${kind}:ok` })
          options.success?.(result)
          options.complete?.(result)
        },
        (error: Error) => {
          faults.add(`${kind}: ${error.message}`)
          const problem = realm.copy({ errMsg: `${kind}:fail ${error.message}` })
          options.fail?.(problem)
          options.complete?.(problem)
        },
      )
    },
    call: (handler, ...args) => tell(pages.at(-1), handler, ...args),
  }
}

let nextId = 0

function createPage(realm: Realm, faults: Faults, route: string): PageInstance {
  const config = realm.pageConfig(route)
  nextId += 1
  const data = realm.copy(config.data ?? {}) as PageData
  const page = Object.assign(Object.create(config) as Record<string, unknown>, {
    data,
    route,
    __route__: route,
    is: route,
    __wxExparserNodeId__: `page-${nextId}`,
    setData(change: Record<string, unknown>, done?: () => void) {
      const json = JSON.stringify(change)
      faults.noteSetData(route, Buffer.byteLength(json))
      const copied = realm.copy(change) as Record<string, unknown>
      for (const [path, value] of Object.entries(copied)) setPath(data, path, value)
      if (done) setTimeout(() => done.call(page), 0)
    },
    selectComponent: () => null,
    getOpenerEventChannel: () => ({ on() {}, once() {}, emit() {}, off() {} }),
  })
  return page as PageInstance
}

type Container = Record<string, unknown>

function setPath(data: PageData, path: string, value: unknown): void {
  const keys = path.split(/[.[\]]+/).filter(Boolean)
  let at: Container = data
  keys.slice(0, -1).forEach((key, index) => {
    if (typeof at[key] !== 'object' || at[key] === null)
      at[key] = /^\d+$/.test(keys[index + 1] ?? '') ? [] : {}
    at = at[key] as Container
  })
  at[keys.at(-1) ?? ''] = value
}

const later = () => new Promise((resolve) => setTimeout(resolve, 0))

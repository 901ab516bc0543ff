import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { compileWxml } from './compile'
import type { PageConfig, Render } from './types'

/** The JavaScript world of one start of the app: no window, no document, only what WeChat gives. */
export interface Realm {
  /** Runs a file of the package, once. */
  require(file: string): unknown
  /** A copy of a value that is at home in the realm, as what comes over WeChat's bridge is. */
  copy(value: unknown): unknown
  readonly render: Render
  readonly app: () => PageConfig
  /** What the page's file gave to `Page`. */
  pageConfig(route: string): PageConfig
}

interface RealmOptions {
  dist: string
  wx: object
  getCurrentPages: () => unknown[]
  onConsole: (level: string, words: unknown[]) => void
}

type ModuleFunction = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
) => void

/** Makes a world with the package's files in it; nothing is run yet. */
export function createRealm({ dist, wx, getCurrentPages, onConsole }: RealmOptions): Realm {
  const modules = new Map<string, { exports: object }>()
  const pages = new Map<string, PageConfig>()
  let app: PageConfig = {}
  let loading = ''
  const say =
    (level: string) =>
    (...words: unknown[]) =>
      onConsole(level, words)
  const context = createContext({
    wx,
    global: {},
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    queueMicrotask,
    console: {
      log: say('log'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      debug: say('debug'),
      group: say('debug'),
      groupEnd: say('debug'),
    },
    App: (config: PageConfig) => {
      app = config
    },
    Page: (config: PageConfig) => void pages.set(loading, config),
    Component: (config: PageConfig) => void pages.set(loading, config),
    Behavior: (config: PageConfig) => config,
    getApp: () => app,
    getCurrentPages,
  })
  const parse = runInContext('(text) => JSON.parse(text)', context) as (text: string) => unknown

  const run = (file: string): unknown => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    const source = `(function(require,module,exports){${readFileSync(file, 'utf8')}\n})`
    const body = runInContext(source, context, { filename: file }) as ModuleFunction
    body(
      (name) => run(join(dirname(file), name.endsWith('.js') ? name : `${name}.js`)),
      module,
      module.exports,
    )
    return module.exports
  }
  const makeRender = runInContext(`(function(window,global){${compileWxml(dist)}})`, context) as (
    window: object,
    global: object,
  ) => Render

  return {
    require: (file) => run(join(dist, file)),
    copy: (value) => (value === undefined ? undefined : parse(JSON.stringify(value))),
    render: makeRender({ __webview_engine_version__: 0.02 }, {}),
    app: () => app,
    pageConfig(route) {
      if (!pages.has(route)) {
        loading = route
        run(join(dist, `${route}.js`))
      }
      const config = pages.get(route)
      if (!config) throw new Error(`${route}.js made no page`)
      return config
    },
  }
}

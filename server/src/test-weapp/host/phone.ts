import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answer, createDevice, type Device, putFile } from './device'
import { createFaults, type Faults } from './faults'
import { createNetwork, type ServiceDomain } from './network'
import { createRealm, type Realm } from './realm'
import { createStack, type PageStack, readUrl } from './stack'
import type { ViewNode, ViewTree } from './tree'
import { handlerOf, hasClass, nameOf, normalise, pathOf, reachable, renderTree, textOf } from './tree'
import type { AppJson, WindowJson } from './types'
import { createWx } from './wx'

/** Words that name something on the screen: exact, or a pattern. */
export type Words = string | RegExp

export interface PhoneOptions {
  /** Folder of the built mini-program. */
  dist: string
  service: ServiceDomain
  device?: Device
}

/** A phone with the built mini-program on it, driven as a person would. */
export interface Phone {
  readonly device: Device
  readonly faults: Faults
  /** Starts the app, by an address as WeChat would write it. What ran before is killed; what it stored stays. */
  launch(url?: string, options?: { scene?: number }): Promise<void>
  /** Ends the app without a word to it. */
  kill(): void
  /** Route of the page in front. */
  readonly route: string
  /** Addresses of all open pages, the first at the bottom. */
  readonly routes: string[]
  /** Words on the screen; of the layer on top when there is one. */
  text(): string
  tree(): ViewTree
  see(words: Words, ms?: number): Promise<void>
  /** Waits until the words are gone. */
  miss(words: Words, ms?: number): Promise<void>
  waitFor<T>(what: string, ask: () => T | undefined | false, ms?: number): Promise<T>
  /** Whether something to tap with this name is there now. */
  offers(words: Words): boolean
  tap(words: Words, options?: { nth?: number }): Promise<void>
  /** Types into the field with this label or placeholder, in place of what stands there. */
  type(label: Words, value: string): Promise<void>
  valueOf(label: Words): string
  /** Chooses in a native picker. */
  pick(label: Words, value: string): Promise<void>
  /** How WeChat or the person answers the next call of this name. */
  will(api: string, answer: Answer): void
  /** A file that the person could choose; answers its path. */
  file(name: string, bytes: Uint8Array): string
  goOffline(): void
  goOnline(): void
  back(): Promise<void>
  /** Pulls the page down; a page that does not allow it fails. */
  pullDown(): Promise<void>
  scrollTo(top: number): Promise<void>
  hide(): void
  show(): void
}

interface Run {
  realm: Realm
  stack: PageStack
  scrollTop: number
}

const PATIENCE_MS = 8000

/** Puts the built mini-program on a phone; nothing runs before `launch`. */
export function createPhone(options: PhoneOptions): Phone {
  const { dist } = options
  const device = options.device ?? createDevice()
  const faults = createFaults()
  const appJson = JSON.parse(readFileSync(join(dist, 'app.json'), 'utf8')) as AppJson
  let run: Run | undefined

  const running = (): Run => {
    if (!run) throw new Error('the app is not running')
    return run
  }
  const front = () => {
    const page = running().stack.pages.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }
  const tree = (): ViewTree => {
    const { realm } = running()
    const page = front()
    const made = renderTree(realm.render, page.route, page.data)
    faults.noteTree(page.route, made.nodes.length, made.depth)
    return made
  }
  const kill = () => {
    run = undefined
    device.networkListeners.clear()
  }
  const launch: Phone['launch'] = async (url, launchOptions = {}) => {
    kill()
    const { route, query } = readUrl(url ?? appJson.pages[0] ?? '')
    const given = { path: route, query, scene: launchOptions.scene ?? 1001, referrerInfo: {} }
    const parts: { realm?: Realm; stack?: PageStack } = {}
    const copy = (value: unknown) => parts.realm?.copy(value)
    const onConsole = (level: string, words: unknown[]) => {
      if (level === 'error') faults.add(`console.error: ${words.map(String).join(' ')}`)
    }
    const isAlive = () => run !== undefined && run.realm === parts.realm
    const wx = createWx({
      device,
      faults,
      appJson,
      copy,
      network: createNetwork(device, options.service, faults.add),
      launchOptions: () => copy(given) as object,
      // A killed app opens nothing any more.
      navigate: (kind, target) => void (isAlive() && parts.stack?.navigate(kind, target)),
      // What a killed app still asked is answered by nothing.
      nodes: () => (isAlive() ? tree().nodes : []),
      scrollTop: () => run?.scrollTop ?? 0,
    })
    parts.realm = createRealm({ dist, wx, getCurrentPages: () => [...(parts.stack?.pages ?? [])], onConsole })
    parts.stack = createStack({ realm: parts.realm, faults, appJson, device })
    run = { realm: parts.realm, stack: parts.stack, scrollTop: 0 }
    parts.realm.require('app.js')
    tellApp('onLaunch', given)
    tellApp('onShow', given)
    await parts.stack.open(route, query)
    await settle(faults)
  }
  const tellApp = (event: string, ...args: unknown[]) => {
    const { realm } = running()
    const app = realm.app()
    const handler = app[event]
    if (typeof handler === 'function') handler.apply(app, args.map(realm.copy))
  }
  const waitFor: Phone['waitFor'] = async (what, ask, ms = PATIENCE_MS) => {
    const end = Date.now() + ms
    for (;;) {
      const answer = ask()
      if (answer !== undefined && answer !== false) return answer
      if (Date.now() > end)
        throw new Error(`waited in vain for ${what}; the screen says:\n${screenOf(tree())}`)
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  }
  const text = () => screenOf(tree())

  /** Fires an event as WeChat does: at every element around that binds it, until one catches it. */
  const fire = async (node: ViewNode, event: string, detail: object, isBubbling: boolean) => {
    faults.pause()
    const { realm, stack } = running()
    const target = { id: String(node.attrs.id ?? ''), dataset: { sid: node.attrs['data-sid'] } }
    let handled = 0
    for (const at of isBubbling ? pathOf(node) : [node]) {
      const handler = handlerOf(at, event)
      if (!handler) continue
      handled += 1
      const current = { id: String(at.attrs.id ?? ''), dataset: { sid: at.attrs['data-sid'] } }
      const given = { type: event, timeStamp: Date.now(), detail, target, currentTarget: current, mark: {} }
      stack.call(handler.name, realm.copy({ ...given, touches: [], changedTouches: [] }))
      if (handler.isCaught) break
    }
    if (handled === 0) throw new Error(`nothing binds ${event} on "${nameOf(node)}"`)
    await settle(faults)
  }
  /** What WeChat does by itself at a tap on its own button (`open-type`). */
  const open = async (button: ViewNode) => {
    const type = String(button.attrs.openType)
    if (type === 'share') {
      const { realm, stack } = running()
      const message = stack.call('onShareAppMessage', realm.copy({ from: 'button', target: {} }))
      device.calls.push(['shareAppMessage', message])
      return
    }
    const told = device.answers.get(type)?.shift()
    if (!told) return void faults.add(`open-type ${type} is not announced`)
    const detail = 'fail' in told ? (told.fail as object) : { errMsg: `${type}:ok`, ...told }
    await fire(button, type.toLowerCase(), detail, false)
  }
  const find = (kind: string, words: Words, fits: (node: ViewNode) => boolean, nth?: number): ViewNode => {
    const found = reachable(tree()).filter(fits)
    const chosen = found[nth ?? 0]
    if (!chosen) throw new Error(`no ${kind} "${words}"; the screen says:\n${text()}`)
    if (nth === undefined && found.length > 1)
      throw new Error(`${found.length} times ${kind} "${words}"; say which`)
    return chosen
  }
  /** Looks again until it is there, as a person would. */
  const findSoon = async (look: () => ViewNode): Promise<ViewNode> => {
    const end = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        return look()
      } catch (error) {
        if (Date.now() > end) throw error
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    }
  }
  const tappable = (words: Words) => (node: ViewNode) =>
    handlerOf(node, 'tap') !== undefined && matches(words, nameOf(node))
  const field = (label: Words) =>
    find('field', label, (node) => INPUTS.includes(node.tag) && matches(label, fieldName(node)))

  return {
    device,
    faults,
    launch,
    kill,
    get route() {
      return front().route
    },
    get routes() {
      return running().stack.pages.map((page) => page.route)
    },
    text,
    tree,
    waitFor,
    see: async (words, ms) => void (await waitFor(`"${words}"`, () => contains(words, text()), ms)),
    miss: async (words, ms) => void (await waitFor(`no "${words}"`, () => !contains(words, text()), ms)),
    offers: (words) => reachable(tree()).some(tappable(words)),
    async tap(words, { nth } = {}) {
      const node = await findSoon(() => {
        const found = find('button', words, tappable(words), nth)
        if (pathOf(found).some((at) => hasClass(at, 'tap-disabled') || at.attrs.disabled === true))
          throw new Error(`"${words}" is disabled`)
        return found
      })
      await fire(node, 'tap', { x: 1, y: 1 }, true)
      const button = pathOf(node).find(({ tag, attrs }) => tag === 'wx-button' && attrs.openType)
      if (button) await open(button)
    },
    async type(label, value) {
      const node = await findSoon(() => field(label))
      if (node.attrs.disabled === true) throw new Error(`the field "${label}" is disabled`)
      const most = Number(node.attrs.maxlength ?? -1)
      const kept = most >= 0 ? value.slice(0, most) : value
      await fire(node, 'input', { value: kept, cursor: kept.length }, false)
      const again = field(label)
      if (handlerOf(again, 'blur')) await fire(again, 'blur', { value: kept }, false)
    },
    valueOf: (label) => String(field(label).attrs.value ?? ''),
    async pick(label, value) {
      const named = await findSoon(() =>
        find('picker', label, (node) => matches(label, nameOf(node)) && Boolean(pickerOf(node))),
      )
      const picker = pickerOf(named)
      if (picker) await fire(picker, 'change', { value }, false)
    },
    will(api, answer) {
      device.answers.set(api, [...(device.answers.get(api) ?? []), answer])
    },
    file: (name, bytes) => putFile(device, name, bytes),
    goOffline: () => turnNetwork(device, false),
    goOnline: () => turnNetwork(device, true),
    async back() {
      faults.pause()
      running().stack.navigate('navigateBack', { delta: 1 })
      await settle(faults)
    },
    async pullDown() {
      faults.pause()
      const own = JSON.parse(readFileSync(join(dist, `${front().route}.json`), 'utf8')) as WindowJson
      const { enablePullDownRefresh } = { ...appJson.window, ...own }
      if (enablePullDownRefresh !== true) throw new Error(`${front().route} cannot be pulled down`)
      running().stack.call('onPullDownRefresh')
      await settle(faults)
    },
    async scrollTo(top) {
      faults.pause()
      const now = running()
      now.scrollTop = top
      now.stack.call('onPageScroll', now.realm.copy({ scrollTop: top }))
      await settle(faults)
    },
    hide: () => tellApp('onHide'),
    show: () => tellApp('onShow', { path: front().route, query: {}, scene: 1001 }),
  }
}

const INPUTS = ['wx-input', 'wx-textarea']

function turnNetwork(device: Device, isOnline: boolean): void {
  device.isOnline = isOnline
  const state = { isConnected: isOnline, networkType: isOnline ? 'wifi' : 'none' }
  for (const notify of [...device.networkListeners]) notify(state)
}

function matches(words: Words, name: string): boolean {
  return typeof words === 'string' ? name === words : words.test(name)
}

function contains(words: Words, screen: string): boolean {
  return typeof words === 'string' ? screen.includes(words) : words.test(screen)
}

function fieldName(node: ViewNode): string {
  return normalise(String(node.attrs.ariaLabel || node.attrs.placeholder || ''))
}

const pickerOf = (node: ViewNode) => pathOf(node).find(({ tag }) => tag === 'wx-picker')

/** Everything that can be read, with what stands in fields. */
function screenOf(tree: ViewTree): string {
  const layer = tree.nodes.filter((node) => hasClass(node, 'overlay')).at(-1)
  const top = layer ?? tree.root
  return normalise(textOf(top))
}

/** Waits until the page has drawn what an action led to: nothing new for two looks, at most half a second. */
async function settle(faults: Faults): Promise<void> {
  const drawn = () => [...faults.dataUse.values()].reduce((sum, use) => sum + use.calls, 0)
  let [before, quiet] = [drawn(), 0]
  for (let look = 0; look < 25 && quiet < 2; look++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const now = drawn()
    quiet = now === before ? quiet + 1 : 0
    before = now
  }
}

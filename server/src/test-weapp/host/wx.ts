import { answerLater, type Device } from './device'
import type { Faults } from './faults'
import { fileSystem } from './file-system'
import { heightOf, topOf } from './layout'
import type { Exchange } from './network'
import { hasClass, type ViewNode } from './tree'
import type { AppJson, WxOptions } from './types'

/** What the calls of the app need of the host around them. */
export interface WxHost {
  device: Device
  faults: Faults
  appJson: AppJson
  network: Record<'request' | 'downloadFile' | 'uploadFile', Exchange>
  launchOptions: () => object
  navigate: (kind: string, options: WxOptions) => void
  /** What stands on the screen, for lists that measure themselves. */
  nodes: () => ViewNode[]
  scrollTop: () => number
  copy: (value: unknown) => unknown
}

const WINDOW = { windowWidth: 375, windowHeight: 667, screenWidth: 375, screenHeight: 667, pixelRatio: 2 }
const NAVIGATION = ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'navigateBack']
/** Calls that change nothing a test looks at; they are noted and answered. */
const QUIET = [
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'vibrateShort',
  'pageScrollTo',
  'stopPullDownRefresh',
  'showToast',
  'hideToast',
  'hideKeyboard',
]
/** What only a person or WeChat can answer: a test says how. */
const TOLD = [
  'addCard',
  'chooseInvoice',
  'chooseInvoiceTitle',
  'chooseMedia',
  'chooseMessageFile',
  'getPrivacySetting',
  'makePhoneCall',
  'navigateToMiniProgram',
  'openPrivacyContract',
  'previewImage',
  'requestSubscribeMessage',
  'requirePrivacyAuthorize',
  'saveImageToPhotosAlbum',
  'scanCode',
  'showActionSheet',
  'showModal',
]

/**
 * The `wx` of one start: what is not made here and not announced by `phone.will(…)` fails the run, so that no test
 * passes by accident. Names that begin with `webpack` are the bundle's own.
 */
export function createWx(host: WxHost): object {
  const { device, faults } = host
  // These answer at once; the others are noted and answered by their callbacks.
  const direct: Record<string, unknown> = {
    ...environment(host),
    ...storage(device),
    createSelectorQuery: () => selectorQuery(host),
    getFileSystemManager: () => fileSystem(device, host.copy),
    nextTick: (run: () => void) => void setTimeout(run, 0),
  }
  const asked = { ...network(host), ...requests(host) }
  const call = (name: string) => (options?: WxOptions) => {
    device.calls.push([name, copyOf(options)])
    const told = device.answers.get(name)?.shift()
    if (told) return answerLater(options, name, told, host.copy)
    const own = asked[name]
    if (own) return own(options ?? {})
    faults.add(`wx.${name} is not mocked`)
    answerLater(options, name, { fail: { errMsg: `${name}:fail not mocked` } }, host.copy)
  }
  // Taro takes the names that are there: those of a test's answers have to be among them.
  const target: Record<string | symbol, unknown> = { ...direct }
  for (const name of [...Object.keys(asked), ...TOLD]) target[name] = call(name)
  return new Proxy(target, {
    get: (_, name) =>
      name in target || typeof name === 'symbol' || name.startsWith('webpack') ? target[name] : call(name),
    has: () => true,
  })
}

type Request = (options: WxOptions) => unknown

function requests(host: WxHost): Record<string, Request> {
  const { device, copy } = host
  const made: Record<string, Request> = {
    getClipboardData: (options) => answerLater(options, 'getClipboardData', { data: device.clipboard }, copy),
    setClipboardData: (options) => {
      device.clipboard = String(options.data)
      answerLater(options, 'setClipboardData', {}, copy)
    },
    getNetworkType: (options) =>
      answerLater(options, 'getNetworkType', { networkType: device.isOnline ? 'wifi' : 'none' }, copy),
    login: (options) => answerLater(options, 'login', { code: `code-of-${device.person}` }, copy),
    openDocument: (options) => openFile(host, 'openDocument', options),
    shareFileMessage: (options) => openFile(host, 'shareFileMessage', options),
  }
  for (const name of NAVIGATION) made[name] = (options) => host.navigate(name, options)
  for (const name of QUIET) made[name] = (options) => answerLater(options, name, {}, copy)
  return made
}

function copyOf(options: unknown): unknown {
  return options === undefined ? undefined : JSON.parse(JSON.stringify(options))
}

function environment(host: WxHost): Record<string, unknown> {
  const { device } = host
  const app = () => ({
    SDKVersion: '3.5.0',
    language: device.language,
    theme: device.theme,
    fontSizeSetting: device.fontSize,
    fontSizeScaleFactor: device.fontSize / 16,
    host: { appId: '' },
  })
  const all = () => ({
    ...app(),
    ...WINDOW,
    platform: 'ios',
    brand: '',
    model: '',
    system: '',
    version: '8.0.50',
  })
  const none = () => {}
  return {
    canIUse: () => true,
    getSystemInfoSync: () => host.copy(all()),
    getWindowInfo: () => host.copy({ ...WINDOW, safeArea: { top: 20, bottom: 667 }, statusBarHeight: 20 }),
    getDeviceInfo: () => host.copy({ platform: 'ios' }),
    getAppBaseInfo: () => host.copy(app()),
    getMenuButtonBoundingClientRect: () => host.copy({ top: 24, bottom: 56, left: 281, right: 368 }),
    getLaunchOptionsSync: host.launchOptions,
    getEnterOptionsSync: host.launchOptions,
    onNetworkStatusChange: (notify: never) => device.networkListeners.add(notify),
    offNetworkStatusChange: (notify: never) => device.networkListeners.delete(notify),
    onAppShow: none,
    offAppShow: none,
    onError: none,
    onUnhandledRejection: none,
    onWindowResize: none,
    offWindowResize: none,
    onThemeChange: none,
    offThemeChange: none,
    onNeedPrivacyAuthorization: none,
  }
}

function storage(device: Device): Record<string, unknown> {
  return {
    getStorageSync: (key: string) => device.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void device.storage.set(key, value),
    removeStorageSync: (key: string) => void device.storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...device.storage.keys()], currentSize: 1, limitSize: 10_240 }),
  }
}

function network(host: WxHost): Record<string, Request> {
  const made: Record<string, Request> = {}
  for (const [name, exchange] of Object.entries(host.network)) {
    made[name] = (options) => {
      let isAborted = false
      exchange(options as never).then((answer) => {
        if (!isAborted) answerLater(options, name, answer, host.copy)
      })
      return {
        abort: () => {
          isAborted = true
        },
        onHeadersReceived: () => {},
        offHeadersReceived: () => {},
      }
    }
  }
  return made
}

/** WeChat's viewer takes office files and PDF; everything else has to go to a chat. */
function openFile(host: WxHost, by: string, options: WxOptions): void {
  const path = String(options.filePath)
  const bytes = host.device.files.get(path)
  const name = String(options.fileName ?? path.replace(/^.*tmp_\d+_/, ''))
  const isPdf = bytes && String.fromCharCode(...bytes.slice(0, 5)) === '%PDF-'
  const isFit =
    by === 'shareFileMessage' || isPdf || /^(docx?|xlsx?|pptx?)$/.test(String(options.fileType ?? ''))
  if (!bytes || !isFit) {
    answerLater(options, by, { fail: { errMsg: `${by}:fail file cannot be opened` } }, host.copy)
    return
  }
  host.device.opened.push({ by, name, bytes })
  answerLater(options, by, {}, host.copy)
}

interface Wanted {
  find: (node: ViewNode) => boolean
  isAll: boolean
  done: ((rect: unknown) => void) | undefined
}

/** Sizes by the host's guess of a layout (`layout.ts`). */
function selectorQuery(host: WxHost): object {
  const wanted: Wanted[] = []
  const rectOf = (node: ViewNode) => {
    const [top, height] = [topOf(node) - host.scrollTop(), heightOf(node)]
    return { id: String(node.attrs.id ?? ''), top, height, bottom: top + height, left: 0, width: 375 }
  }
  const matcher = (selector: string) => (node: ViewNode) =>
    selector.startsWith('#')
      ? node.attrs.id === selector.slice(1)
      : selector.startsWith('.') && hasClass(node, selector.slice(1))
  const choose = (isAll: boolean) => (selector: string) => {
    const entry: Wanted = { find: matcher(selector), isAll, done: undefined }
    wanted.push(entry)
    const measure = (done?: (rect: unknown) => void) => {
      entry.done = done
      return query
    }
    return {
      boundingClientRect: measure,
      fields: (_: unknown, done?: (rect: unknown) => void) => measure(done),
    }
  }
  const query = {
    in: () => query,
    select: choose(false),
    selectAll: choose(true),
    selectViewport: () => ({
      scrollOffset: (done?: (offset: unknown) => void) => {
        wanted.push({ find: () => false, isAll: false, done: () => done?.({ scrollTop: host.scrollTop() }) })
        return query
      },
    }),
    exec: (done?: (rects: unknown) => void) => {
      setTimeout(() => {
        const rects = wanted.map(({ find, isAll, done: told }) => {
          const found = host.nodes().filter(find).map(rectOf)
          const rect = host.copy(isAll ? found : (found[0] ?? null))
          told?.(rect)
          return rect
        })
        done?.(rects)
      }, 0)
    },
  }
  return query
}

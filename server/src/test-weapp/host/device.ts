import type { WxOptions } from './types'

/** How a person or WeChat answers a call: a result, or `fail` with WeChat's words. */
export type Answer = Record<string, unknown> | { fail: { errMsg: string; errno?: number } }

/** A document that WeChat was asked to show or hand on. */
export interface OpenedFile {
  by: string
  name: string
  bytes: Uint8Array
}

/** What stays when the app is killed: the phone with WeChat in it. */
export interface Device {
  readonly storage: Map<string, unknown>
  readonly files: Map<string, Uint8Array>
  readonly opened: OpenedFile[]
  /** Names and options of the calls that were made, in order. */
  readonly calls: [name: string, options: unknown][]
  readonly answers: Map<string, Answer[]>
  clipboard: string
  isOnline: boolean
  language: string
  /** WeChat's own size of letters, 16 is normal. */
  fontSize: number
  theme: 'light' | 'dark'
  /** Whose WeChat it is: the code that `wx.login` gives. */
  person: string
  readonly networkListeners: Set<(state: { isConnected: boolean; networkType: string }) => void>
}

let people = 0

/** A phone that has never seen the mini-program. */
export function createDevice(overrides: Partial<Device> = {}): Device {
  people += 1
  return {
    storage: new Map(),
    files: new Map(),
    opened: [],
    calls: [],
    answers: new Map(),
    clipboard: '',
    isOnline: true,
    language: 'zh_CN',
    fontSize: 16,
    theme: 'light',
    person: `person-${people}`,
    networkListeners: new Set(),
    ...overrides,
  }
}

/** Puts away a file that came from outside and answers its temporary path. */
export function putFile(device: Device, name: string, bytes: Uint8Array): string {
  const path = `wxfile://tmp_${device.files.size + 1}_${name}`
  device.files.set(path, bytes)
  return path
}

/** Answers a call later, as WeChat does, by its callbacks. */
export function answerLater(
  options: WxOptions | undefined,
  name: string,
  answer: Answer,
  copy: (value: unknown) => unknown,
): void {
  setTimeout(() => {
    const isRefused = 'fail' in answer
    const result = copy(isRefused ? answer.fail : { errMsg: `${name}:ok`, ...answer })
    if (isRefused) options?.fail?.(result)
    else options?.success?.(result)
    options?.complete?.(result)
  }, 0)
}

import Taro from '@tarojs/taro'
import { useSyncExternalStore } from 'react'
import { answerOf } from './answer-of'
import { FileError } from './file-error'
import type { PickedFile } from './types'

export { FileError } from './file-error'
export type * from './types'

const API_BASE = process.env.TARO_APP_API_BASE ?? ''

/** The mini-program calls the service by its full address, given when it is built (`TARO_APP_API_BASE`). */
export function serviceUrl(path: string): string {
  return path.startsWith('/') ? API_BASE + path : path
}

/** Whether there is room for a list beside its detail: never on a phone. */
export function useIsWide(): boolean {
  return false
}

let isConnected = true
/** Whether the device says it has a network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (notify) => {
      const listen = (state: { isConnected: boolean }) => {
        isConnected = state.isConnected
        notify()
      }
      Taro.onNetworkStatusChange(listen)
      return () => Taro.offNetworkStatusChange(listen)
    },
    () => isConnected,
  )
}

let isInFront = true
const frontListeners = new Set<() => void>()
/** The app tells when it comes to the front or leaves it. */
export function setInFront(isNow: boolean): void {
  isInFront = isNow
  if (isNow) for (const notify of frontListeners) notify()
}

/** Whether somebody can see the app right now. */
export function isVisible(): boolean {
  return isInFront
}

/** Calls back whenever the app comes to the front. Returns the way to stop. */
export function onVisible(notify: () => void): () => void {
  frontListeners.add(notify)
  return () => frontListeners.delete(notify)
}

/** Calls back when the network is there again. Returns the way to stop. */
export function onOnline(notify: () => void): () => void {
  const listen = (state: { isConnected: boolean }) => {
    if (state.isConnected) notify()
  }
  Taro.onNetworkStatusChange(listen)
  return () => Taro.offNetworkStatusChange(listen)
}

/** A mini-program has no address to keep things in. */
export function replaceInAddress(_name: string, _value: string | undefined): void {}

let isLinkTaken = false
/** The token of a one-time sign-in link, when the app was opened by one; given once. */
export function takeLinkToken(): string | undefined {
  if (isLinkTaken) return undefined
  isLinkTaken = true
  return Taro.getLaunchOptionsSync().query?.link
}

/** WeChat has no document to tell the language. */
export function setDocumentLanguage(_language: string): void {}

/** The language WeChat is set to, e.g. `zh_CN`. */
export function systemLanguage(): string {
  return Taro.getAppBaseInfo().language ?? 'zh_CN'
}

/** How much larger than usual letters are asked for: WeChat's own setting (16 is usual), at most half as large again. */
export function typeScale(): number {
  const { fontSizeSetting } = Taro.getAppBaseInfo() as { fontSizeSetting?: number }
  return Math.min(1.5, Math.max(1, (fontSizeSetting ?? 16) / 16))
}

/** Puts a text on the clipboard; WeChat says so itself. */
export async function copyText(text: string): Promise<void> {
  await Taro.setClipboardData({ data: text })
}

async function openFile(path: string, name: string, headers: Record<string, string>): Promise<string> {
  const answer = await Taro.downloadFile({ url: serviceUrl(path), header: headers })
  if (answer.statusCode !== 200) throw new FileError(answer.statusCode, '')
  if (/\.(pdf|xlsx?)$/.test(name)) {
    await Taro.openDocument({ filePath: answer.tempFilePath, showMenu: true })
  } else {
    await answerOf((back) =>
      Taro.shareFileMessage({ filePath: answer.tempFilePath, fileName: name, ...back }),
    )
  }
  return ''
}

/** Fetches a file that needs the session and opens it; what WeChat cannot show is handed to a chat. */
export async function saveFile(path: string, name: string, headers: Record<string, string>): Promise<void> {
  await openFile(path, name, headers)
}

/** Shows a document that needs the session in WeChat's own viewer; there is no address to return. */
export async function viewFile(path: string, headers: Record<string, string>): Promise<string> {
  return openFile(path, 'preview.pdf', headers)
}

/** Lets the user choose a table from a chat; `undefined` when he changes his mind. */
export async function pickTable(): Promise<PickedFile | undefined> {
  const chosen = await answerOf<Taro.chooseMessageFile.SuccessCallbackResult>(
    (back) => Taro.chooseMessageFile({ count: 1, type: 'file', extension: ['xlsx', 'csv'], ...back }),
    // WeChat reports a cancel as a failure.
  ).catch(() => undefined)
  const file = chosen?.tempFiles[0]
  if (!file) return undefined
  return {
    name: file.name,
    send: async (path, headers) => {
      const answer = await Taro.uploadFile({
        url: serviceUrl(path),
        filePath: file.path,
        name: 'file',
        fileName: file.name,
        header: headers,
      })
      return { status: answer.statusCode, body: answer.data }
    },
  }
}

/** Fetches a public file of the service and opens it. */
export async function openPublicFile(path: string, name: string): Promise<void> {
  await openFile(path, name, {})
}

/** A light tap under the finger. */
export function vibrate(): void {
  void Taro.vibrateShort({ type: 'light' })
}

/** Brings the first field that needs correcting into view, once it is marked. */
export function showFirstProblem(): void {
  setTimeout(() => void Taro.pageScrollTo({ selector: '.field-wrong', offsetTop: -80, duration: 200 }), 50)
}

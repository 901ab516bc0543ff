import { useSyncExternalStore } from 'react'
import { FileError } from './file-error'
import type { PickedFile } from './types'

export { FileError } from './file-error'
export type * from './types'

/** The console is served by the service itself: addresses are its own paths. */
export function serviceUrl(path: string): string {
  return path
}

/** Whether there is room for a list beside its detail. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (notify) => {
      const query = window.matchMedia('(min-width: 960px)')
      query.addEventListener('change', notify)
      return () => query.removeEventListener('change', notify)
    },
    () => window.matchMedia('(min-width: 960px)').matches,
  )
}

/** Whether the device says it has a network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (notify) => {
      window.addEventListener('online', notify)
      window.addEventListener('offline', notify)
      return () => {
        window.removeEventListener('online', notify)
        window.removeEventListener('offline', notify)
      }
    },
    () => navigator.onLine,
  )
}

/** Whether somebody can see the console right now. */
export function isVisible(): boolean {
  return document.visibilityState === 'visible'
}

/** Calls back whenever the console comes to the front. Returns the way to stop. */
export function onVisible(notify: () => void): () => void {
  const listen = () => {
    if (isVisible()) notify()
  }
  document.addEventListener('visibilitychange', listen)
  return () => document.removeEventListener('visibilitychange', listen)
}

/** Calls back when the network is there again. Returns the way to stop. */
export function onOnline(notify: () => void): () => void {
  window.addEventListener('online', notify)
  return () => window.removeEventListener('online', notify)
}

/** Puts a value in the address without navigating, so that a reload shows the same thing. */
export function replaceInAddress(name: string, value: string | undefined): void {
  const address = new URL(window.location.href)
  if (value === undefined) address.searchParams.delete(name)
  else address.searchParams.set(name, value)
  // The router keeps its position in history.state.
  window.history.replaceState(window.history.state, '', address)
}

/** Takes the token of a one-time sign-in link out of the address, so that it is neither kept nor shared. */
export function takeLinkToken(): string | undefined {
  const token = new URL(window.location.href).searchParams.get('link') ?? undefined
  if (token) replaceInAddress('link', undefined)
  return token
}

/** Tells screen readers and fonts the language of the page. */
export function setDocumentLanguage(language: string): void {
  document.documentElement.lang = language
}

/** The language the device asks for, e.g. `zh-CN`. */
export function systemLanguage(): string {
  return navigator.language
}

/** How much larger than usual letters are asked for: the browser's own setting (16 px is usual), at most double. */
export function typeScale(): number {
  const asked = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
  return Math.min(2, Math.max(1, asked || 1))
}

/** Puts a text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  // Plain http on a shop's network has no clipboard interface.
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

async function fetchFile(path: string, headers: Record<string, string>): Promise<Blob> {
  const answer = await fetch(path, { headers })
  if (!answer.ok) throw new FileError(answer.status, await answer.text())
  return answer.blob()
}

/** Fetches a file that needs the session and saves it under its name. */
export async function saveFile(path: string, name: string, headers: Record<string, string>): Promise<void> {
  const url = URL.createObjectURL(await fetchFile(path, headers))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Fetches a document that needs the session; returns an address to show it at. */
export async function viewFile(path: string, headers: Record<string, string>): Promise<string> {
  return URL.createObjectURL(await fetchFile(path, headers))
}

/** Lets the user choose a table; `undefined` when he changes his mind. */
export function pickTable(): Promise<PickedFile | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.xlsx,.csv'
    input.setAttribute('data-testid', 'table-file')
    input.hidden = true
    document.body.append(input)
    const finish = (file: PickedFile | undefined) => {
      input.remove()
      resolve(file)
    }
    input.addEventListener('cancel', () => finish(undefined))
    input.addEventListener('change', () => {
      const file = input.files?.[0]
      finish(file && { name: file.name, send: (path, headers) => send(file, path, headers) })
    })
    input.click()
  })
}

async function send(file: File, path: string, headers: Record<string, string>) {
  const form = new FormData()
  form.append('file', file)
  const answer = await fetch(path, { method: 'POST', headers, body: form })
  return { status: answer.status, body: await answer.text() }
}

/** Opens a public file of the service. */
export async function openPublicFile(path: string, _name: string): Promise<void> {
  window.open(path, '_blank', 'noopener')
}

/** A light tap under the finger, where the device has it. */
export function vibrate(): void {
  navigator.vibrate?.(10)
}

/** A browser says itself whether it can be seen. */
export function setInFront(_isNow: boolean): void {}

/** Brings the first field that needs correcting into view, once it is marked. */
export function showFirstProblem(): void {
  requestAnimationFrame(() => {
    const field = [...document.querySelectorAll<HTMLElement>('[aria-invalid="true"]')].find(
      (element) => element.offsetParent !== null,
    )
    field?.focus({ preventScroll: true })
    field?.scrollIntoView({ block: 'center' })
  })
}

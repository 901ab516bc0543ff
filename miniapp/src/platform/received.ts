import Taro from '@tarojs/taro'
import { serviceUrl } from '.'
import { answerOf } from './answer-of'
import type { CaptureWay, FileWay, PickedInvoice, WalletPick } from './types'

/** How invoices come in here. */
export const CAPTURE_WAYS: readonly CaptureWay[] = ['photo', 'album', 'chat', 'scan', 'wallet']

/** Lets the user choose what to hand in; empty when he changes his mind. */
export async function pickReceived(way: FileWay): Promise<PickedInvoice[]> {
  if (way === 'chat') {
    const chosen = await answerOf<Taro.chooseMessageFile.SuccessCallbackResult>((back) =>
      Taro.chooseMessageFile({ count: 20, type: 'all', ...back }),
    ).catch(() => undefined)
    return (chosen?.tempFiles ?? []).map(({ path, name }) => picked(path, name))
  }
  const chosen = await answerOf<Taro.chooseMedia.SuccessCallbackResult>(
    (back) =>
      Taro.chooseMedia({
        count: 9,
        mediaType: ['image'],
        // The camera's own pixels: small print is lost in a compressed picture.
        sizeType: ['original'],
        sourceType: [way === 'photo' ? 'camera' : 'album'],
        ...back,
      }),
    // WeChat reports a cancel as a failure.
  ).catch(() => undefined)
  return (chosen?.tempFiles ?? []).map(({ tempFilePath }, index) => picked(tempFilePath, `${index + 1}.jpg`))
}

const picked = (filePath: string, name: string): PickedInvoice => ({
  name,
  send: async (path, headers, fields) => {
    try {
      const answer = await Taro.uploadFile({
        url: serviceUrl(path),
        filePath,
        name: 'file',
        fileName: name,
        header: headers,
        formData: fields,
      })
      return { status: answer.statusCode, body: answer.data }
    } catch {
      // Off-line or cut off: status 0, as the client has it.
      return { status: 0, body: '' }
    }
  },
  // WeChat throws a chosen picture away when the app ends.
  keep: () =>
    new Promise((resolve) => {
      Taro.getFileSystemManager().saveFile({
        tempFilePath: filePath,
        success: ({ savedFilePath }) => resolve(String(savedFilePath)),
        // No room: it is sent from where it is.
        fail: () => resolve(undefined),
      })
    }),
})

/** A file that `keep` put away. */
export function reopenKept(place: string, name: string): PickedInvoice | undefined {
  return { ...picked(place, name), keep: async () => place }
}

/** Removes a file that `keep` put away. */
export function forgetKept(place: string): void {
  Taro.getFileSystemManager().removeSavedFile({ filePath: place })
}

/** Lets the user pick invoices of his own card wallet; empty when he changes his mind. */
export async function pickFromWallet(): Promise<WalletPick[]> {
  const chosen = await answerOf<Taro.chooseInvoice.SuccessCallbackResult>((back) =>
    Taro.chooseInvoice(back),
  ).catch(() => undefined)
  return picksOf(chosen?.invoiceInfo)
}

/** What WeChat answered, a text of JSON, as picks; what it is besides is left out. */
function picksOf(info: unknown): WalletPick[] {
  try {
    const list: unknown = typeof info === 'string' ? JSON.parse(info) : info
    if (!Array.isArray(list)) return []
    return list.flatMap((each: { card_id?: unknown; encrypt_code?: unknown }) =>
      typeof each.card_id === 'string' && typeof each.encrypt_code === 'string'
        ? [{ cardId: each.card_id, encryptCode: each.encrypt_code }]
        : [],
    )
  } catch {
    // Nothing that could be an invoice.
    return []
  }
}

/** The payload of an invoice's code, read by WeChat's own scanner; undefined when the user changes his mind. */
export async function scanInvoiceCode(): Promise<string | undefined> {
  const scanned = await Taro.scanCode({ scanType: ['qrCode'] }).catch(() => undefined)
  return scanned?.result
}

/** Nothing can be dropped onto a phone. */
export function onFilesDropped(
  _take: (files: PickedInvoice[]) => void,
  _tellHeld: (isHeld: boolean) => void,
): () => void {
  return () => {}
}

/** Fetches a picture that needs the session; answers an address to show it at. Throws when there is none. */
export async function loadPicture(path: string, headers: Record<string, string>): Promise<string> {
  const answer = await Taro.downloadFile({ url: serviceUrl(path), header: headers })
  if (answer.statusCode !== 200) throw new Error(`no picture: ${answer.statusCode}`)
  return answer.tempFilePath
}

/** WeChat clears its passing files by itself. */
export function forgetPicture(_address: string): void {}

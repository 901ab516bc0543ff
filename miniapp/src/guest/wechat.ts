import type { RememberedTitle } from '@piaoma/shared/guest'
import Taro from '@tarojs/taro'
import { queryValue } from '@/lib/routes'
import { words } from '@/words'

/** A call to WeChat: what came of it, or words for why nothing did. Without either the person changed his mind. */
export interface Asked<T> {
  value?: T
  problem?: string
}

interface WechatProblem {
  errMsg?: string
  errno?: number
}

/** 112: the scope is not declared in the privacy guide. 104: the person did not agree to it. */
function wordsFor(
  error: WechatProblem,
  undeclared: string,
  refused: string,
  other: string,
): string | undefined {
  if (error.errno === 112) return undeclared
  if (error.errno === 104) return refused
  return /cancel/.test(error.errMsg ?? '') ? undefined : other
}

/** One of the titles that WeChat keeps for the person: one tap instead of typing. */
export async function askWechatTitle(): Promise<Asked<RememberedTitle>> {
  const t = words().guest
  try {
    const chosen = await Taro.chooseInvoiceTitle()
    const text = (value: string | undefined) => value?.trim() || undefined
    const isPerson = String(chosen.type) === '1'
    return {
      value: {
        type: isPerson ? 'person' : 'company',
        name: text(chosen.title),
        taxpayerId: text(chosen.taxNumber),
        address: text(chosen.companyAddress),
        phone: text(chosen.telephone),
        bankName: text(chosen.bankName),
        bankAccount: text(chosen.bankAccount),
      },
    }
  } catch (error) {
    return { problem: wordsFor(error as WechatProblem, t.titleUndeclared, t.titleRefused, t.titleUndeclared) }
  }
}

/** What the camera read: the text of a code, or the scene of a mini-program code of ours. */
export async function askScan(): Promise<Asked<string>> {
  const t = words().guest
  try {
    const scanned = await Taro.scanCode({ scanType: ['qrCode', 'wxCode' as 'qrCode', 'barCode'] })
    const scene = /[?&]scene=([^&]+)/.exec((scanned as { path?: string }).path ?? '')?.[1]
    return { value: scene ? queryValue({ scene }, 'scene') : scanned.result }
  } catch (error) {
    return { problem: wordsFor(error as WechatProblem, t.scanUndeclared, t.scanFailed, t.scanFailed) }
  }
}

/** What is on the clipboard; asked for by a tap, because WeChat tells the person. */
export async function askClipboard(): Promise<Asked<string>> {
  const t = words().guest
  try {
    return { value: (await Taro.getClipboardData()).data }
  } catch (error) {
    return { problem: wordsFor(error as WechatProblem, t.titleUndeclared, t.titleRefused, t.titleUndeclared) }
  }
}

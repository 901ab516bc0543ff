import { NUONUO_ORDER_NO_LENGTH } from './limits'

/** What a callback is good for: a reason to ask `query` about this serial now. Nothing else in it is believed. */
interface NuonuoCallback {
  serial: string
}

const MAX_FORM_LENGTH = 256 * 1024
const SERIAL = new RegExp(`^[\\x21-\\x7e]{1,${NUONUO_ORDER_NO_LENGTH}}$`)

/**
 * Reads NuoNuo's form post (`operater=callback`, their spelling, `orderno`, `content`). It carries neither signature
 * nor time and anybody can send one, so amounts, numbers and states in `content` are left unread.
 */
export function parseNuonuoCallback(formBody: string): NuonuoCallback | undefined {
  if (formBody.length > MAX_FORM_LENGTH) return undefined
  const form = new URLSearchParams(formBody)
  const serial = form.get('orderno') ?? ''
  if (form.get('operater') !== 'callback' || !SERIAL.test(serial)) return undefined
  return { serial }
}

/** Answer to a callback that was taken note of. */
export const NUONUO_CALLBACK_TAKEN = { status: '0000', message: '同步成功' } as const

/** Answer to anything that is not a callback about an order here; NuoNuo may send it again. */
export const NUONUO_CALLBACK_REFUSED = { status: '0001', message: '同步失败' } as const

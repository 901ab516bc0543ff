import type { ErrorCode } from '@piaoma/shared/errors'
import { AppError } from '../../http'
import type { MpOutcome } from '../../wechat/mp'

/** Codes of `wx.login`, OAuth and getPhoneNumber that are wrong, used or over, or of a user who is blocked. */
const CODES = new Set([40_029, 40_163, 40_226])

/** The answer, or the refusal a person is told: a bad code of his, or WeChat that cannot be reached now. */
export function answerOrRefuse<T>(result: MpOutcome<T>, refused: ErrorCode = 'wechat.unavailable'): T {
  if (result.outcome === 'done') return result.answer
  const isCode = result.outcome === 'refused' && CODES.has(result.errcode)
  const code = isCode ? 'wechat.code_invalid' : result.outcome === 'refused' ? refused : 'wechat.unavailable'
  throw new AppError(code, { logText: result.cause })
}

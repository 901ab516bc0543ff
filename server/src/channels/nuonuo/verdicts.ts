import type { Refusal, WaitCause } from '../../issuing/tax-channel'

/** Codes of 诺税通 that decide something here. Source: NuoNuo open platform, 返回码说明 of each method. */
export const CODE = {
  ok: 'E0000',
  /** 订单编号或流水号不能重复 */
  duplicate: 'E9106',
  /** 发票不存在 */
  notFound: 'E9500',
  /** 同一流水号(订单号)单日最多重试 20 次 */
  retriesUsedUp: 'E9613',
} as const

/** E91xx check the order, E93xx the enterprise: both before anything is issued. */
const VALIDATION_CODES = /^E9[13]\d\d$/

/**
 * The bureau's passing troubles carry no code of their own: they come as words in `describe` or `failCause`.
 * Order matters: "请先完成实人认证后再登录" is about identity.
 */
const WAITS: readonly { cause: WaitCause; words: RegExp }[] = [
  { cause: 'quota', words: /授信额度|发票总额度|可用额度|额度不足|额度已用/ },
  { cause: 'operator', words: /实人认证|实名认证|人脸|扫码认证|风险认证|身份认证/ },
  { cause: 'operator', words: /未登录|重新登录|请登录|登录已?(失效|过期|超时)|登录状态/ },
  { cause: 'channel', words: /系统维护|税局维护|税局(系统)?(异常|繁忙|超时)|服务暂停/ },
]

const GUEST_WORDS = /购买?方|购货|抬头|受票方/
const MERCHANT_WORDS = /销售?方|商品|明细|税率|税额|金额|编码|折扣|企业|票种|开票员|备注/

/** Which passing cause the channel's words name, if any. */
export function waitCause(words: string): WaitCause | undefined {
  return WAITS.find((wait) => wait.words.test(words))?.cause
}

export function isValidationCode(code: string): boolean {
  return VALIDATION_CODES.test(code)
}

/** A definite "no" from the channel, with who can mend it read from its words. */
export function refusal(channelCode: string, words: string): Refusal {
  return {
    channelCode,
    message: words === '' ? channelCode : words,
    correctableBy: correctableBy(channelCode, words),
  }
}

function correctableBy(code: string, words: string): Refusal['correctableBy'] {
  if (GUEST_WORDS.test(words)) return 'guest'
  if (MERCHANT_WORDS.test(words) || isValidationCode(code)) return 'merchant'
  return 'none'
}

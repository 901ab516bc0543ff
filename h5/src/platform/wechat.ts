import type { WechatPlace } from '@piaoma/shared/contract'

/** Whether this page runs inside WeChat. */
export const isInWechat = /MicroMessenger/i.test(navigator.userAgent)

/** Whether WeChat's own pages open from here; elsewhere their buttons would be dead. */
export const opensHere = (place: WechatPlace | undefined): boolean =>
  place === 'anywhere' || (place === 'wechat' && isInWechat)

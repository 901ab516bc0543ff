import type { Wechat } from './wechat'

/** A browser is not WeChat. */
export const wechat: Wechat | undefined = undefined

/** On the web a link is copied instead. */
export function useShared(_message: { title: string; path: string }): void {}

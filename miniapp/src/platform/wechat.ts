import Taro, { useShareAppMessage } from '@tarojs/taro'

/** WeChat around the mini-program; a browser has none (`wechat.h5.ts`). */
export const wechat: Wechat | undefined = {
  loginCode: () =>
    Taro.login().then(
      ({ code }) => code,
      () => undefined,
    ),
  async askMessages(templateIds) {
    const asked = { tmplIds: [...templateIds], entityIds: [] }
    // Whoever closes the question, or has switched messages off, agreed to none.
    const answer = await Taro.requestSubscribeMessage(asked).catch(() => ({}) as Record<string, string>)
    return templateIds.filter((id) => (answer as Record<string, string>)[id] === 'accept')
  },
}

/** What only the app inside WeChat can ask for. */
export interface Wechat {
  /** `wx.login`: a code that says who holds the phone, to the service alone and once; undefined when WeChat gives none. */
  loginCode(): Promise<string | undefined>
  /** 订阅消息: which of the templates the person agrees to, one message each. Has to be called in a tap. */
  askMessages(templateIds: readonly string[]): Promise<string[]>
}

/** What a chat gets when the page is handed on; its page has `enableShareAppMessage`. */
export function useShared(message: { title: string; path: string }): void {
  useShareAppMessage(() => message)
}

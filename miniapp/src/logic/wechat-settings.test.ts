import { expect, test } from 'vitest'
import { startWechat, wechatBody, wechatIssues } from './wechat-settings'

const settings = {
  walletRoutes: ['serviceAccount' as const],
  serviceAppId: 'wxservice0001',
  platformAppId: null,
  hasServiceSecret: true,
  eventUrl: 'https://fp.example.com/wechat/events/k',
  isReady: true,
}

test('an AppID that is as it was and secrets that were not typed are not sent', () => {
  const draft = { ...startWechat(settings), pushToken: ' Token123 ', routes: 'pay,serviceAccount' as const }
  expect(wechatBody(draft, settings)).toEqual({
    walletRoutes: ['pay', 'serviceAccount'],
    pushToken: 'Token123',
  })
  expect(wechatBody({ ...draft, routes: 'off' }, settings).walletRoutes).toEqual([])
})

test('each field says what is wrong with it; empty ones say nothing', () => {
  expect(wechatIssues(startWechat(settings))).toEqual([])
  const draft = { ...startWechat(settings), serviceAppId: 'appid', pushAesKey: 'short', serviceSecret: '1' }
  expect(wechatIssues(draft).map(({ path, code }) => [path, code])).toEqual([
    ['serviceAppId', 'wechat.app_id_form'],
    ['serviceSecret', 'field.invalid'],
    ['pushAesKey', 'wechat.aes_key_form'],
  ])
})

import type { CallInput, CallOutput } from '@piaoma/shared/client'
import type { Issue } from './line-draft'

type Settings = CallOutput<'GET /api/v1/merchant/wechat'>
type Body = CallInput<'PATCH /api/v1/merchant/wechat'>['body']

/** Which ways into the card wallet are tried, in which order. */
export const ROUTE_CHOICES = [
  'off',
  'serviceAccount',
  'pay',
  'serviceAccount,pay',
  'pay,serviceAccount',
] as const
export type RouteChoice = (typeof ROUTE_CHOICES)[number]

/** The choice that stands for an order of routes. */
export function routesOf(routes: Settings['walletRoutes']): RouteChoice {
  const text = routes.join(',')
  return ROUTE_CHOICES.find((choice) => choice === text) ?? 'off'
}

/** The WeChat accounts as they are typed. Secrets are never shown: empty means as it was. */
export interface WechatDraft {
  routes: RouteChoice
  serviceAppId: string
  serviceSecret: string
  platformAppId: string
  platformSecret: string
  pushToken: string
  pushAesKey: string
  contactPhone: string
}

/** What the form begins with. */
export function startWechat(settings: Settings): WechatDraft {
  return {
    routes: routesOf(settings.walletRoutes),
    serviceAppId: settings.serviceAppId ?? '',
    serviceSecret: '',
    platformAppId: settings.platformAppId ?? '',
    platformSecret: '',
    pushToken: '',
    pushAesKey: '',
    contactPhone: '',
  }
}

/** The form of an AppID, as WeChat's console shows it. */
export const APP_ID = /^wx[0-9a-z]{6,30}$/
const FORMS = [
  ['serviceAppId', APP_ID, 'wechat.app_id_form'],
  ['platformAppId', APP_ID, 'wechat.app_id_form'],
  ['serviceSecret', /^.{8,128}$/, 'field.invalid'],
  ['platformSecret', /^.{8,128}$/, 'field.invalid'],
  ['pushToken', /^[0-9A-Za-z]{3,32}$/, 'wechat.push_token_form'],
  ['pushAesKey', /^[0-9A-Za-z]{43}$/, 'wechat.aes_key_form'],
] as const

/** Everything that is wrong with what is typed. */
export function wechatIssues(draft: WechatDraft): Issue[] {
  return FORMS.filter(([field, form]) => draft[field].trim() !== '' && !form.test(draft[field].trim())).map(
    ([path, , code]) => ({ path, code }),
  )
}

/** What is changed by it; what is empty or as it was is left out, because another AppID asks for the set-up anew. */
export function wechatBody(draft: WechatDraft, settings: Settings): Body {
  const { routes, ...typed } = draft
  const changed = Object.entries(typed)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([name, value]) => value !== '' && value !== (settings as Record<string, unknown>)[name])
  const walletRoutes = routes === 'off' ? [] : (routes.split(',') as Settings['walletRoutes'])
  return { walletRoutes, ...Object.fromEntries(changed) }
}

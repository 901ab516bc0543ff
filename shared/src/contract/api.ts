import { codesApi } from './api-codes'
import { guestApi } from './api-guest'
import { mailboxesApi } from './api-mailboxes'
import { manualApi } from './api-manual'
import { openApi } from './api-open'
import { paymentsApi } from './api-payments'
import { receivedApi } from './api-received'
import { invoicesApi, reviewApi } from './api-review'
import { sessionApi } from './api-sessions'
import { settingsApi } from './api-settings'
import { archiveApi, sheetsApi, verificationApi } from './api-standing'
import { statisticsApi } from './api-statistics'
import { wechatApi } from './api-wechat'

/** The whole contract. The key of an endpoint is its method and path. */
export const api = {
  ...guestApi,
  ...openApi,
  ...paymentsApi,
  ...sessionApi,
  ...codesApi,
  ...reviewApi,
  ...invoicesApi,
  ...settingsApi,
  ...verificationApi,
  ...sheetsApi,
  ...archiveApi,
  ...manualApi,
  ...wechatApi,
  ...statisticsApi,
  ...receivedApi,
  ...mailboxesApi,
} as const

export type Api = typeof api
export type EndpointKey = keyof Api

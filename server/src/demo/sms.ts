import type { Config } from '../config'

/** The demo's account at the SMS provider; invented, like everything here. */
const ACCOUNT = {
  secretId: 'demo-sms-id',
  secretKey: 'demo-sms-secret',
  appId: '1400000000',
  sign: '票码模拟',
}
const TEMPLATES = { invoice: '1', rejected: '2', review_waiting: '3', quota_low: '4' }

/** What the simulator is told of it; messages lead to pages of `publicUrl`. */
export function demoSmsAccount(publicUrl: string): string {
  const templates = {
    [TEMPLATES.invoice]: `{1}给您的发票（{2}元）在这里查看和下载：${publicUrl}/a/{3}`,
    [TEMPLATES.rejected]: `您在{1}的开票申请未通过，原因见：${publicUrl}/a/{2}`,
    [TEMPLATES.review_waiting]: '{1}有{2}个开票申请等您审核。',
    [TEMPLATES.quota_low]: '{1}的开票额度只剩{2}元，请及时调整。',
  }
  return JSON.stringify({ ...ACCOUNT, templates })
}

/** Settings of the service that make it speak with the simulator. */
export function demoSmsSettings(url: string): Partial<Config> {
  return {
    SMS_API_URL: url,
    SMS_SECRET_ID: ACCOUNT.secretId,
    SMS_SECRET_KEY: ACCOUNT.secretKey,
    SMS_APP_ID: ACCOUNT.appId,
    SMS_SIGN: ACCOUNT.sign,
    SMS_TEMPLATES: Object.entries(TEMPLATES)
      .map(([kind, id]) => `${kind}=${id}`)
      .join(','),
  }
}

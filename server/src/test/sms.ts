import { type RunningSms, startSms } from '../simulators/sms'

/** The operator's account at the SMS provider, as both sides know it. */
const ACCOUNT = { id: 'AKIDtestsmsid', key: 'planted-sms-secret', appId: '1400006666', sign: '票码' }
const TEMPLATES = {
  invoice: ['1001', '{1}的发票（{2}元）在此查看：https://fp.example.test/a/{3}'],
  rejected: ['1002', '您在{1}的开票申请未通过，详情：https://fp.example.test/a/{2}'],
  review_waiting: ['1003', '{1}有{2}个开票申请待审核。'],
  quota_low: ['1004', '{1}的开票额度只剩{2}元。'],
} as const

/** Settings of a service that tells people by SMS. */
export const smsEnv = (url: string): Record<string, string> => ({
  SMS_API_URL: url,
  SMS_SECRET_ID: ACCOUNT.id,
  SMS_SECRET_KEY: ACCOUNT.key,
  SMS_APP_ID: ACCOUNT.appId,
  SMS_SIGN: ACCOUNT.sign,
  SMS_TEMPLATES: Object.entries(TEMPLATES)
    .map(([kind, [id]]) => `${kind}=${id}`)
    .join(','),
})

/** The SMS simulator in this process, over a real socket. */
export function startTestSms(now?: () => number): Promise<RunningSms> {
  return startSms({
    controlToken: 'test-sms-control',
    account: {
      secrets: new Map([[ACCOUNT.id, ACCOUNT.key]]),
      appId: ACCOUNT.appId,
      sign: ACCOUNT.sign,
      templates: new Map(Object.values(TEMPLATES).map(([id, text]) => [id, text])),
    },
    ...(now ? { now } : {}),
  })
}

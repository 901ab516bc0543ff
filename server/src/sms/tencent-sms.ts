import { z } from 'zod'
import { boundedFetch } from '../bounded-fetch'
import type { Config } from '../config'
import { parseJson } from '../parse-json'
import { tencentHeaders } from '../tencent-sign'
import { type SmsKind, type SmsMessage, type SmsResult, type SmsSender, unconfiguredSms } from './sms-sender'

const envelope = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string() }).optional(),
    SendStatusSet: z.array(z.object({ Code: z.string() })).optional(),
  }),
})

/** The message never left this machine. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

type SmsConfig = Pick<
  Config,
  | 'SMS_API_URL'
  | 'SMS_REGION'
  | 'SMS_SECRET_ID'
  | 'SMS_SECRET_KEY'
  | 'SMS_APP_ID'
  | 'SMS_SIGN'
  | 'SMS_TEMPLATES'
  | 'CHANNEL_TIMEOUT_MS'
>

/**
 * Tencent Cloud SMS, SendSms of 2021-01-11 (cloud.tencent.com/document/api/382/55981), one message to one number.
 * Without the settings of the account nobody is told by SMS.
 */
export function createSms(config: SmsConfig, now: () => number): SmsSender {
  const { SMS_SECRET_ID: secretId, SMS_SECRET_KEY: secretKey, SMS_APP_ID: appId, SMS_SIGN: sign } = config
  if (!secretId || !secretKey || !appId || !sign) return unconfiguredSms
  const templates = templatesOf(config.SMS_TEMPLATES)
  return {
    has: (kind) => templates.has(kind),
    async send({ id, mobile, kind, values }: SmsMessage) {
      const template = templates.get(kind)
      if (template === undefined) return { outcome: 'refused', problem: `no template for ${kind}` }
      const body = JSON.stringify({
        PhoneNumberSet: [mobile.startsWith('+') ? mobile : `+86${mobile}`],
        SmsSdkAppId: appId,
        SignName: sign,
        TemplateId: template,
        TemplateParamSet: values,
        SessionContext: id,
      })
      const url = config.SMS_API_URL
      const call = { service: 'sms', action: 'SendSms', version: '2021-01-11', region: config.SMS_REGION }
      const headers = tencentHeaders({ ...call, secretId, secretKey, url, now: now(), body })
      const answer = await boundedFetch({
        url,
        init: { method: 'POST', headers, body },
        fetch,
        timeoutMs: config.CHANNEL_TIMEOUT_MS,
        maxBytes: 64 * 1024,
      })
      if (!answer.arrived) {
        return { outcome: NOT_REACHED.has(answer.cause) ? 'retry' : 'unknown', problem: answer.cause }
      }
      return judge(answer.status, parseJson(answer.bytes))
    },
  }
}

function templatesOf(text: string): Map<SmsKind, string> {
  const pairs = text.split(',').filter((pair) => pair !== '')
  return new Map(pairs.map((pair) => pair.split('=') as [SmsKind, string]))
}

function judge(status: number, content: unknown): SmsResult {
  const parsed = envelope.safeParse(content)
  if (!parsed.success) return { outcome: 'unknown', problem: `HTTP ${status} without an answer` }
  const { Error: error, SendStatusSet: [sent] = [] } = parsed.data.Response
  const code = (error ?? sent)?.Code ?? ''
  if (!error && code === 'Ok') return { outcome: 'sent' }
  const problem = /^[\w.]{1,100}$/.test(code) ? code : 'no code'
  // Too many now, or the account is empty: nothing was sent.
  const isPassing = /^(RequestLimitExceeded|LimitExceeded)\b/.test(code) || /InsufficientBalance/.test(code)
  if (isPassing) return { outcome: 'retry', problem }
  // Their inside failed, perhaps after the message had left (InternalError.Timeout); or no code that we could read.
  if (code.startsWith('InternalError') || problem === 'no code') return { outcome: 'unknown', problem }
  return { outcome: 'refused', problem }
}

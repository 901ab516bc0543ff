import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { jsonOf } from '../raw-body'
import { tencentProblem } from '../tencent-signature'
import type { SmsFault } from './start'

/** What the operator has at Tencent Cloud: keys, application, approved signature and templates. */
export interface SmsAccount {
  secrets: ReadonlyMap<string, string>
  appId: string
  sign: string
  /** Text with {1}, {2} … */
  templates: ReadonlyMap<string, string>
}

export interface SentSms {
  mobile: string
  text: string
  context: string
  at: number
}

interface SmsWorld {
  account: SmsAccount
  messages: SentSms[]
  now: () => number
}

const input = z.object({
  PhoneNumberSet: z.array(z.string()).min(1).max(200),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()).default([]),
  SessionContext: z.string().max(511).default(''),
})

/** Their default limits for one number: one message in 30 seconds with the same text, five an hour. */
const SAME_TEXT_MS = 30_000
const HOUR_MS = 3_600_000
const HOURLY = 5

/** `POST /` of sms.tencentcloudapi.com, action SendSms, version 2021-01-11. Answers what stands in `Response`. */
export function sendSms(
  world: SmsWorld,
  headers: IncomingHttpHeaders,
  body: Buffer,
  fault: SmsFault | undefined,
): object {
  const { account, now } = world
  const refused = tencentProblem({ secrets: account.secrets, now, service: 'sms' }, headers, body)
  if (refused) return error(refused)
  if (headers['x-tc-action'] !== 'SendSms') return error('InvalidAction')
  if (headers['x-tc-version'] !== '2021-01-11') return error('NoSuchVersion')
  if (!headers['x-tc-region']) return error('MissingParameter')
  if (fault === 'busy') return error('RequestLimitExceeded')
  const request = input.safeParse(jsonOf(body))
  if (!request.success) return error('InvalidParameter')
  const { SmsSdkAppId, PhoneNumberSet } = request.data
  if (SmsSdkAppId !== account.appId) return error('InvalidParameterValue.SdkAppIdNotExist')
  const statuses = PhoneNumberSet.map((mobile) => ({
    PhoneNumber: mobile,
    SessionContext: request.data.SessionContext,
    Code: sendOne(world, mobile, request.data),
  }))
  return fault === 'internal_timeout' ? error('InternalError.Timeout') : { SendStatusSet: statuses }
}

function sendOne(
  { account, messages, now }: SmsWorld,
  given: string,
  request: z.output<typeof input>,
): string {
  const mobile = given.replace(/^(\+86|0086|86)(?=\d{11}$)/, '')
  if (!/^1\d{10}$/.test(mobile)) return 'InvalidParameterValue.IncorrectPhoneNumber'
  if (request.SignName !== account.sign) return 'FailedOperation.SignatureIncorrectOrUnapproved'
  const template = account.templates.get(request.TemplateId)
  if (template === undefined) return 'FailedOperation.TemplateIncorrectOrUnapproved'
  const values = request.TemplateParamSet
  if (new Set(template.match(/\{\d+\}/g)).size !== values.length)
    return 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'
  const text = `【${account.sign}】${template.replace(/\{(\d+)\}/g, (_, n: string) => values[Number(n) - 1] ?? '')}`
  if (text.length > 500) return 'InvalidParameterValue.ContentLengthLimit'
  const earlier = messages.filter((one) => one.mobile === mobile && one.at > now() - HOUR_MS)
  if (earlier.some((one) => one.text === text && one.at > now() - SAME_TEXT_MS))
    return 'LimitExceeded.PhoneNumberThirtySecondLimit'
  if (earlier.length >= HOURLY) return 'LimitExceeded.PhoneNumberOneHourLimit'
  messages.push({ mobile, text, context: request.SessionContext, at: now() })
  return 'Ok'
}

const error = (code: string) => ({ Error: { Code: code, Message: code } })

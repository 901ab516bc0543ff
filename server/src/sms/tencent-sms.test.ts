import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config'
import type { RunningSms, SmsFault } from '../simulators/sms'
import { smsEnv, startTestSms } from '../test/sms'
import { createSms } from '.'

describe('messages by Tencent Cloud SMS', () => {
  let sms: RunningSms
  let time = Date.parse('2026-11-29T04:00:00Z')
  let count = 0
  beforeAll(async () => {
    sms = await startTestSms(() => time)
  })
  afterAll(() => sms.close())
  beforeEach(() => {
    time += 3_600_000
  })

  const sender = (over: Record<string, string> = {}, now = () => time) =>
    createSms(readConfig({ ...smsEnv(sms.url), CHANNEL_TIMEOUT_MS: '300', ...over }), now)
  const message = (over: object = {}) => {
    count += 1
    const values = ['滨江饭店', '128.00', `token-${count}`]
    return { id: `id-${count}`, mobile: '13800138001', kind: 'invoice' as const, values, ...over }
  }

  test('arrive once, signed, with the text of the template and our id beside it', async () => {
    const sent = message()
    expect(await sender().send(sent)).toEqual({ outcome: 'sent' })
    expect(sms.messages.at(-1)).toMatchObject({
      mobile: '13800138001',
      text: `【票码】滨江饭店的发票（128.00元）在此查看：https://fp.example.test/a/${sent.values[2]}`,
      context: sent.id,
    })
    expect(await sender().send(message({ mobile: '+8613800138002' }))).toEqual({ outcome: 'sent' })
  })

  test.each([
    ['another key', { SMS_SECRET_KEY: 'some-other-key' }, {}, 'AuthFailure.SignatureFailure'],
    ['an unknown id', { SMS_SECRET_ID: 'AKIDsomebody' }, {}, 'AuthFailure.SecretIdNotFound'],
    ['another application', { SMS_APP_ID: '1400000001' }, {}, 'InvalidParameterValue.SdkAppIdNotExist'],
    ['another signature', { SMS_SIGN: '别家' }, {}, 'FailedOperation.SignatureIncorrectOrUnapproved'],
    ['no such template', { SMS_TEMPLATES: 'invoice=9' }, {}, 'FailedOperation.TemplateIncorrectOrUnapproved'],
    ['too few values', {}, { values: ['x'] }, 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'],
    ['no number', {}, { mobile: '12' }, 'InvalidParameterValue.IncorrectPhoneNumber'],
    ['a long text', {}, { values: ['长'.repeat(500), '1', '2'] }, 'InvalidParameterValue.ContentLengthLimit'],
  ])('%s is refused, nothing goes out', async (_, env, over, problem) => {
    const before = sms.messages.length
    expect(await sender(env).send(message(over))).toEqual({ outcome: 'refused', problem })
    expect(sms.messages).toHaveLength(before)
  })

  test('a clock that is off by more than five minutes is refused', async () => {
    const late = sender({}, () => time - 301_000)
    expect(await late.send(message())).toEqual({ outcome: 'refused', problem: 'AuthFailure.SignatureExpire' })
    expect(await sender({}, () => time - 290_000).send(message())).toEqual({ outcome: 'sent' })
  })

  test('too many to one number, or at once, wait', async () => {
    const twice = message()
    await sender().send(twice)
    expect(await sender().send({ ...twice, id: 'other' })).toMatchObject({
      outcome: 'retry',
      problem: 'LimitExceeded.PhoneNumberThirtySecondLimit',
    })
    for (let n = 0; n < 4; n += 1) await sender().send(message())
    expect(await sender().send(message())).toMatchObject({
      outcome: 'retry',
      problem: 'LimitExceeded.PhoneNumberOneHourLimit',
    })
    sms.fail('busy')
    expect(await sender().send(message({ mobile: '13800138003' }))).toMatchObject({ outcome: 'retry' })
  })

  test.each<[SmsFault, number]>([
    ['silence_before', 0],
    ['silence_after', 1],
    ['error_page_after', 1],
    ['internal_timeout', 1],
  ])('after %s nobody knows', async (fault, left) => {
    const before = sms.messages.length
    sms.fail(fault)
    expect((await sender().send(message())).outcome).toBe('unknown')
    expect(sms.messages).toHaveLength(before + left)
  })

  test('where nobody listens nothing was sent; without an account nobody is told', async () => {
    expect(await sender({ SMS_API_URL: 'http://127.0.0.1:2' }).send(message())).toMatchObject({
      outcome: 'retry',
    })
    const none = createSms(readConfig({}), () => time)
    expect(none.has('invoice')).toBe(false)
    expect(await none.send(message())).toMatchObject({ outcome: 'refused' })
    expect(sender({ SMS_TEMPLATES: 'rejected=1002' }).has('invoice')).toBe(false)
  })
})

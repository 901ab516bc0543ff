export * from './sms-sender'
export { createSms } from './tencent-sms'

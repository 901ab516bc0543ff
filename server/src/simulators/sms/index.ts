export type { SentSms } from './send-sms'
export { type RunningSms, type SmsFault, startSms } from './start'

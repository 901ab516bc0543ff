export * from './faults'
export * from './mail-sink'
export type { MailDetail, MailSummary } from './mail-store'

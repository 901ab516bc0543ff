export { type RunningSms, type SmsFault, startSms } from './start'

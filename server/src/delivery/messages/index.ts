export { MESSAGE_JOB, type MessagePlan, planMessage } from './plan-message'
export { type MessageDeps, sendMessage } from './send-message'

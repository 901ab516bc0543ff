export { MESSAGE_JOB, type MessagePlan, planMessage } from './plan-message'
export { sendMessage } from './send-message'

export { wechatEventJob } from './events'
export { mountWechat } from './routes'

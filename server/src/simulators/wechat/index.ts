export { type WechatControl, wechatControl } from './core/client'
export type { RunningSimulator } from './core/start'
export { startWechat } from './start'

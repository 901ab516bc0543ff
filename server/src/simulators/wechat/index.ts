export { type WechatControl, wechatControl } from './core/client'
export type { RunningSimulator, SimulatorOptions } from './core/start'
export { startWechat } from './start'

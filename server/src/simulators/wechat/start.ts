import { type RunningSimulator, type SimulatorOptions, startSimulator } from './core/start'
import { createMpSide } from './mp/side'
import { createPaySide } from './pay/side'

/** Starts WeChat as Piaoma sees it: api.mch (pay), api.weixin (mp) and the control port, on loopback. */
export function startWechat(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator({ pay: createPaySide, mp: createMpSide }, options)
}

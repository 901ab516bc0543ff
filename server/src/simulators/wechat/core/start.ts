import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createControlApp } from './control'
import { createFaultBoard, type FaultBoard } from './faults'
import { createJournal, type Journal } from './journal'
import { type Listener, listen, serve } from './listener'
import { createSeededRandom, type SeededRandom } from './random'
import type { CreateSide, Side } from './side'
import { createVirtualClock, type VirtualClock } from './virtual-clock'
import { createWallet, type Wallet } from './wallet'

/** What both sides stand on. */
export interface SimulatorGround {
  readonly clock: VirtualClock
  readonly random: SeededRandom
  readonly journal: Journal
  readonly faults: FaultBoard
  readonly wallet: Wallet
  /** Where the sides listen; filled when both do. */
  readonly urls: { pay: string; mp: string }
}

export interface SimulatorOptions {
  /** Virtual time at the start, epoch milliseconds; the machine's. */
  startAt?: number
  /** The clock follows the machine's instead of standing still (the demo). */
  isRunning?: boolean
  /** Same seed, same numbers. */
  seed?: string
  /** 0 or left out: free ones. */
  ports?: { pay?: number; mp?: number; control?: number }
  controlToken?: string
}

export interface RunningSimulator {
  readonly payUrl: string
  readonly mpUrl: string
  /** `…/__sim`, guarded by `controlToken`. */
  readonly controlUrl: string
  readonly controlToken: string
  readonly clock: VirtualClock
  close(): Promise<void>
}

/** Starts the listeners of both sides and the control port on loopback. */
export async function startSimulator(
  sides: Record<'pay' | 'mp', CreateSide>,
  options: SimulatorOptions = {},
): Promise<RunningSimulator> {
  const clock = createVirtualClock(options.startAt ?? Date.now())
  const urls = { pay: '', mp: '' }
  const random = createSeededRandom(options.seed ?? 'piaoma')
  const ground = {
    clock,
    random,
    journal: createJournal(),
    faults: createFaultBoard(),
    wallet: createWallet(),
    urls,
  }
  const parts: Side[] = [await sides.pay(ground), await sides.mp(ground)]
  const controlToken = options.controlToken ?? randomBytes(18).toString('base64url')
  const listeners: Listener[] = []
  for (const side of parts) {
    const listener = await listen(ground, side, options.ports?.[side.name] ?? 0)
    urls[side.name] = listener.url
    listeners.push(listener)
  }
  const control = createControlApp(ground, parts, controlToken)
  const controlListener = await serve(createServer(control.callback()), options.ports?.control ?? 0)
  if (options.isRunning) clock.run()
  return {
    payUrl: urls.pay,
    mpUrl: urls.mp,
    controlUrl: `${controlListener.url}/__sim`,
    controlToken,
    clock,
    async close() {
      clock.stop()
      for (const side of parts) side.close()
      await Promise.all([...listeners, controlListener].map((one) => one.close()))
    },
  }
}

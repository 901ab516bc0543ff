import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Verdict } from './journal'
import type { SimulatorGround } from './start'

/** One request at a listener, with its body as it came over the wire. */
export interface Exchange {
  readonly ctx: Context
  readonly rawBody: Buffer
  /** The side writes here what its checks said; the journal keeps it. `path` hides what a path must not tell. */
  verdicts: {
    signature: Verdict
    schema: Verdict
    state: Verdict
    code?: string
    why?: string
    path?: string
  }
}

/** One of WeChat's two faces: what it answers, and its part of the control API. */
export interface Side {
  readonly name: 'pay' | 'mp'
  /** Sets status, headers and body of `ctx`; throws only when the simulator itself is wrong. */
  answer(exchange: Exchange): Promise<void>
  /** Adds `/__sim/…` routes of its own. */
  control(router: Router): void
  /** Begins again with nothing: merchants, users, orders. */
  reset(): void
  close(): void
}

export type CreateSide = (ground: SimulatorGround) => Side | Promise<Side>

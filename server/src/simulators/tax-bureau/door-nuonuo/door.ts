import type { Bureau } from '../core/bureau'
import type { Crash } from '../crash'
import type { FaultBoard } from '../faults/board'
import type { FaultSubject } from '../faults/types'
import type { Journal } from '../journal'
import type { Settler } from '../settler'
import type { Apps } from './apps'
import type { Notifier } from './callbacks'

/** What the methods of the NuoNuo door work with. */
export interface Door {
  bureau: Bureau
  apps: Apps
  faults: FaultBoard
  journal: Journal
  settler: Settler
  notifier: Notifier
  crash: Crash
  now: () => number
  /** How long the bureau takes to issue, ms. */
  delayMs: number
  /** Queries for which an order is still to be told as under way, by `taxNum/serial`. */
  heldQueries: Map<string, number>
  /** Address under which the door is reached, for file links. */
  baseUrl: () => string
}

/** One authenticated call. */
export interface Call {
  /** Last part of the API name. */
  method: string
  content: unknown
  /** The taxpayers the caller may act for, the named one first. */
  scope: string[]
  subject: FaultSubject
}

/** The words NuoNuo and the bureau use for one order, as a key. */
export function orderKey(taxNum: string, serial: string): string {
  return `${taxNum}/${serial}`
}

import type { Logger } from 'pino'
import type { Config } from './config'
import type { Database } from './db'
import type { Ids } from './ids'
import type { SecretBox } from './secret-box'

/** What every capability stands on; made once in compose.ts. Time, randomness and the outside come in here. */
export interface Ground {
  readonly config: Config
  readonly publicUrl: string
  readonly db: Database
  readonly log: Logger
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: SecretBox
  /** Tells waiting workers and event streams of this process that something was committed. */
  readonly signals: Signals
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
}

/** In-process wake-ups. They only save waiting time: whoever listens also polls the database. */
export class Signals {
  private readonly listeners = new Map<string, Set<() => void>>()

  /** Calls `listener` on each `send` of the topic; the answer ends that. */
  on(topic: string, listener: () => void): () => void {
    const set = this.listeners.get(topic) ?? new Set()
    this.listeners.set(topic, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0) this.listeners.delete(topic)
    }
  }

  send(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener()
  }
}

import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readConfig } from '../config'
import type { Database } from '../db'
import { type Clock, type Ground, Signals } from '../ground'
import { createIds } from '../ids'
import { createLogger } from '../log'
import { createSecretBox } from '../secret-box'

/** Stands still until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): void
  set(epochMs: number): void
}

export interface TestGround extends Ground {
  readonly clock: TestClock
  /** Every log line written so far, as JSON text. */
  readonly logLines: readonly string[]
}

/** 2026-11-23 12:00 in Shanghai. */
export const TEST_NOW = Date.parse('2026-11-23T04:00:00.000Z')

export function createTestClock(start = TEST_NOW): TestClock {
  let now = start
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
    set: (epochMs) => {
      now = epochMs
    },
  }
}

/** A ground on a real database with a movable clock, rate limits off and the log kept in memory. */
export function createTestGround(
  db: Database,
  overrides: { env?: Record<string, string>; clock?: TestClock; publicUrl?: string } = {},
): TestGround {
  const config = readConfig({
    RATE_LIMIT_FACTOR: '0',
    LOG_LEVEL: 'debug',
    PIAOMA_DATA: mkdtempSync(join(inject('tempFolder'), 'data-')),
    ...overrides.env,
  })
  const logLines: string[] = []
  const clock = overrides.clock ?? createTestClock()
  return {
    config,
    publicUrl: overrides.publicUrl ?? config.PUBLIC_URL ?? 'https://fp.example.test',
    db,
    log: createLogger(config.LOG_LEVEL, { write: (line: string) => logLines.push(line) }),
    logLines,
    clock,
    ids: createIds(clock),
    secrets: createSecretBox('5e'.repeat(32)),
    signals: new Signals(),
  }
}

import type { ChildProcess } from 'node:child_process'
import { pino } from 'pino'
import { readConfig } from '../config'
import { openDatabase } from '../db'
import { entities } from '../entities'
import { type Ground, Signals } from '../ground'
import { createIds } from '../ids'
import { createSecretBox } from '../secret-box'

/** The key of `createTestGround`: what the test sealed, the program opens. */
const KEY = '5e'.repeat(32)

/**
 * The ground of a program that a test kills. Its environment names the DATABASE and the time, which stands still at
 * CLOCK (epoch ms); `settings` are those of the service.
 */
export async function openProgramGround(settings: Record<string, string> = {}): Promise<Ground> {
  const { DATABASE = '', CLOCK = '0' } = process.env
  const clock = { now: () => Number(CLOCK) }
  return {
    config: readConfig({ RATE_LIMIT_FACTOR: '0', ...settings }),
    publicUrl: 'https://fp.example.test',
    db: await openDatabase({ url: DATABASE, entities }),
    log: pino({ level: 'silent' }),
    clock,
    ids: createIds(clock),
    secrets: createSecretBox(KEY),
    signals: new Signals(),
  }
}

/** The port that a program prints when it listens; throws when it ends before. */
export function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

/** The signal or exit code that ends a program. */
export function ending(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
}

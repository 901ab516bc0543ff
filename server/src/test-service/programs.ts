import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { repositoryRoot } from '../pages/root'

/** Builds what is stale of `server/dist`: the very programs that users run. */
export function buildPrograms(): void {
  execFileSync(process.execPath, [join(repositoryRoot, 'config/build.mjs'), 'server'], { stdio: 'pipe' })
}

/** A program of ours in a process of its own. */
export interface Program {
  /** What it said when it was ready. */
  readonly ready: Record<string, unknown>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** As a power cut would: no handler runs, nothing is flushed. */
  kill(): Promise<void>
}

const PATIENCE_MS = 30_000

/** Starts `server/dist/NAME.js` and waits until it is ready; rejects with its error output when it ends before that. */
export function startProgram(
  name: 'main' | 'tax-bureau' | 'mail-sink',
  env: Record<string, string>,
): Promise<Program> {
  const child = fork(join(repositoryRoot, 'server/dist', `${name}.js`), {
    env: { PATH: process.env.PATH ?? '', TZ: process.env.TZ ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0))
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready in time: ${errors}`)), PATIENCE_MS)
    const onReady = (ready: Record<string, unknown>) => {
      clearTimeout(timer)
      resolve({ ready, ended, kill: () => kill(child, ended) })
    }
    void ended.then((how) => {
      clearTimeout(timer)
      reject(new Error(`${name} ended with ${how} before it was ready: ${errors}`))
    })
    child.once('message', (message) => onReady(message as Record<string, unknown>))
    // The simulators say so in a line of JSON.
    if (name !== 'main') child.stdout?.once('data', (line: Buffer) => onReady(JSON.parse(String(line))))
    child.stdout?.resume()
  })
}

async function kill(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** A port that is free at this moment, for a program that must come back at the same address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address === null || typeof address === 'string'
          ? reject(new Error('no port'))
          : resolve(address.port),
      )
    })
  })
}

/** Asks again and again until it answers something; names what it waited for when that takes too long. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

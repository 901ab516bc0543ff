import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** The JSON line that it printed when it was ready. */
  readonly ready: Record<string, unknown>
  stop(): Promise<void>
}

const PATIENCE_MS = 20_000

/** Starts a bundled program beside this one and waits for its ready line. It ends by itself when we are gone. */
export function startChild(script: string, env: Record<string, string>): Promise<Child> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(file, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Ctrl-C reaches the whole group; the children wait for us to tell them, so that the last mail still lands.
    detached: true,
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} was not ready in time`)), PATIENCE_MS)
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)))
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const line = /^(\{.*\})\n/m.exec(text)?.[1]
      if (!line) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      child.stdout?.removeAllListeners('data').resume()
      resolve({ ready: JSON.parse(line) as Record<string, unknown>, stop: () => stop(child) })
    })
  })
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

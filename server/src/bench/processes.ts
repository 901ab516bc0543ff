import { type ChildProcess, fork } from 'node:child_process'

/** The parts of a bench that must not share an event loop: each is this program again, started with its name. */
export type Role = 'service' | 'baseline' | 'bureau'

export interface Child {
  /** Where it listens. */
  readonly url: string
  ask<Answer>(question: string, input?: unknown): Promise<Answer>
  stop(): Promise<void>
}

interface Reply {
  id: number
  answer?: unknown
  problem?: string
}

const PATIENCE_MS = 30_000

/** Starts this program again in a role and waits until it listens. It ends when we do. */
export function startChild(role: Role, env: Record<string, string>, execArgv: string[] = []): Promise<Child> {
  const child = fork(process.argv[1] ?? '', [role], {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, ...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (reply: Reply) => void>()
  let lastId = 0
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0))
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${role} was not ready in time`)), PATIENCE_MS)
    void ended.then((how) => {
      const problem = `${role} ended with ${how}`
      for (const settle of waiting.values()) settle({ id: 0, problem })
      reject(new Error(problem))
    })
    child.on('message', (message: Reply | { url: string }) => {
      if (!('url' in message)) {
        waiting.get(message.id)?.(message)
        return
      }
      clearTimeout(timer)
      resolve({
        url: message.url,
        ask: <Answer>(question: string, input?: unknown) => {
          const id = ++lastId
          return new Promise<Answer>((done, fail) => {
            waiting.set(id, ({ answer, problem }) => {
              waiting.delete(id)
              if (problem === undefined) done(answer as Answer)
              else fail(new Error(`${role}, asked for ${question}: ${problem}`))
            })
            child.send({ id, question, input })
          })
        },
        stop: () => stop(child, ended),
      })
    })
  })
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  if (child.connected) child.disconnect()
  await ended
  clearTimeout(timer)
}

/** What a role can be asked; the input is what `ask` was given. */
export type Answers = Record<string, (input: never) => unknown>

/** Within a role: says where it listens, answers questions, and ends with the bench. */
export function answerBench(url: string, answers: Answers, close: () => Promise<void>): void {
  process.on('message', ({ id, question, input }: { id: number; question: string; input: never }) => {
    Promise.resolve()
      .then(() => {
        const answer = answers[question]
        if (!answer) throw new Error('unknown question')
        return answer(input)
      })
      .then(
        (answer) => process.send?.({ id, answer }),
        (error: unknown) => process.send?.({ id, problem: String(error) }),
      )
  })
  process.on('disconnect', () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
  process.send?.({ url })
}

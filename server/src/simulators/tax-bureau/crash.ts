/** Points at which the process can be told to die, to prove that nothing accepted is lost. */
export const CRASH_POINTS = [
  'after-accept-before-answer',
  'before-commit',
  'after-issue-before-callback',
] as const

export type CrashPoint = (typeof CRASH_POINTS)[number]

/** Called where a crash would hurt most; does nothing unless armed. */
export type Crash = (point: CrashPoint) => void

/** Kills this process with SIGKILL at one point: no handler, no flush, no goodbye. */
export function crashAt(armed: CrashPoint | undefined): Crash {
  return (point) => {
    if (point !== armed) return
    process.kill(process.pid, 'SIGKILL')
    // The signal may take a moment; nothing may run meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
}

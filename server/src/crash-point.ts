/**
 * A named point where a test may kill this process as a power cut would (`PIAOMA_CRASH_AT=name`, or `name#3`
 * for the third passage). Without the setting it does nothing.
 */
const [target, nth] = (process.env.PIAOMA_CRASH_AT ?? '').split('#')
let passages = 0

export function crashPoint(name: string): void {
  if (name !== target) return
  passages += 1
  if (passages < Number(nth ?? 1)) return
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment; nothing may run meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** What every call of WeChat takes besides its own options. */
interface Callbacks<T> {
  success: (answer: T) => void
  fail: (problem: { errMsg?: string }) => void
}

/**
 * The answer of a call that Taro hands on as it is (`chooseMedia`, `chooseMessageFile`, `chooseInvoice`,
 * `shareFileMessage`): only callbacks are sure to be called. Rejects with what WeChat says, a cancel among it.
 */
export function answerOf<T>(call: (callbacks: Callbacks<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call({ success: resolve, fail: (problem) => reject(new Error(problem.errMsg ?? 'failed')) })
  })
}

import type { Side } from '../core/side'

/** api.mch.weixin.qq.com. Knows no address yet. */
export function createPaySide(): Side {
  return {
    name: 'pay',
    async answer({ ctx }) {
      ctx.status = 404
    },
    control() {
      // Nothing to turn while there is nothing to answer.
    },
    reset() {
      // Nothing is kept.
    },
    close() {
      // Nothing runs.
    },
  }
}

import { z } from 'zod'

/** A callback of WeChat Pay (facts 1.10). `original_type` and other keys come and go: `event_type` decides. */
export const envelope = z.looseObject({
  id: z.string().min(1).max(64),
  event_type: z.string().regex(/^[A-Z0-9_.]{1,50}$/),
  resource: z.looseObject({
    algorithm: z.string().max(40),
    ciphertext: z.string().max(100_000),
    nonce: z.string().max(32),
    associated_data: z.string().max(100).optional(),
  }),
})

/** Of what is inside, only the numbers that name a thing are read; the rest is asked of WeChat. */
export const notice = z.looseObject({
  transaction_id: z
    .string()
    .regex(/^\d{10,32}$/)
    .optional(),
  out_refund_no: z.string().min(1).max(64).optional(),
  fapiao_apply_id: z.string().min(1).max(64).optional(),
})
export type Notice = z.output<typeof notice>

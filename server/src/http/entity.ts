import { EntitySchema } from 'typeorm'
import { integer, json, text, time } from '../db'

/** The stored answer of a request with an Idempotency-Key, written in the transaction of its effect. */
export interface IdempotencyRow {
  /** SHA-256 of scope and key. */
  id: string
  requestHash: string
  httpStatus: number
  answer: unknown
  createdAt: number
}
export const idempotencyEntity = new EntitySchema<IdempotencyRow>({
  name: 'idempotency',
  columns: {
    id: text(64, { primary: true }),
    requestHash: text(64),
    httpStatus: integer(),
    answer: json(),
    createdAt: time(),
  },
  indices: [{ name: 'ix_idempotency_age', columns: ['createdAt'] }],
})

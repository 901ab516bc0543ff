import { EntitySchema } from 'typeorm'
import { id, integer, json, text, time } from '../db'

/** A step still to be done: written in the transaction of the state that caused it, deleted in that of its effect. */
export interface JobRow {
  id: string
  kind: string
  payload: Record<string, string>
  /** What the job is about, so that news of it can hasten the job. */
  subject: string | null
  /** 0 ready, 1 claimed, 2 given up. */
  status: 0 | 1 | 2
  availableAt: number
  attempts: number
  claimToken: string | null
  problem: string | null
  createdAt: number
}
export const jobEntity = new EntitySchema<JobRow>({
  name: 'job',
  columns: {
    id: id(),
    kind: text(40),
    payload: json(),
    subject: text(26, { nullable: true }),
    status: integer(),
    /** While claimed: when the lease ends. */
    availableAt: time(),
    attempts: integer(),
    claimToken: text(26, { nullable: true }),
    problem: text(500, { nullable: true }),
    createdAt: time(),
  },
  indices: [
    { name: 'ix_job_ready', columns: ['status', 'availableAt', 'id'] },
    { name: 'ix_job_claim', columns: ['claimToken'] },
    { name: 'ix_job_subject', columns: ['subject'] },
  ],
})

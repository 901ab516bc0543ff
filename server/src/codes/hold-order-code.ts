import { orderCodeMachine } from '@piaoma/shared/states'
import { maskName } from '@piaoma/shared/taxpayer'
import { In } from 'typeorm'
import { affectedRows, type Tx } from '../db'
import type { Ground } from '../ground'
import { codeEntity } from './entity'

/**
 * Reserves an order code for one application: true for exactly one of any number of callers, and only while the
 * code is active, within its validity and still of the amount that was read (a refund may have lessened it). The next
 * one who scans it reads the buyer's name, masked. Plain SQL, because every accepted application passes here.
 */
export async function reserveOrderCode(
  ground: Pick<Ground, 'clock'>,
  tx: Tx,
  code: { id: string; amountFen?: number | null },
  buyerName: string,
): Promise<boolean> {
  const now = ground.clock.now()
  const { from, to } = orderCodeMachine.reserve
  const { amountFen = null } = code
  const states = from.map(() => '?').join(', ')
  const affected = await affectedRows(
    tx.manager,
    `UPDATE \`code\` SET \`status\` = ?, \`usedBy\` = ?, \`usedAt\` = ?, \`updatedAt\` = ? WHERE \`id\` = ? AND \`kind\` = 'order' AND \`status\` IN (${states})
      AND (\`validFrom\` IS NULL OR \`validFrom\` <= ?) AND (\`validUntil\` IS NULL OR \`validUntil\` > ?)${amountFen === null ? '' : ' AND `amountFen` = ?'}`,
    [
      to,
      maskName(buyerName),
      now,
      now,
      code.id,
      ...from,
      now,
      now,
      ...(amountFen === null ? [] : [amountFen]),
    ],
  )
  return affected === 1
}

/** The invoice exists: the codes are used up for ever. */
export async function spendOrderCodes(
  ground: Pick<Ground, 'clock'>,
  tx: Tx,
  codeIds: string[],
): Promise<void> {
  await move(ground, tx, codeIds, 'spend')
}

/** After a definite refusal, a rejection or a withdrawal the guest may use them again. */
export async function releaseOrderCodes(
  ground: Pick<Ground, 'clock'>,
  tx: Tx,
  codeIds: string[],
): Promise<void> {
  await move(ground, tx, codeIds, 'release')
}

async function move(
  ground: Pick<Ground, 'clock'>,
  tx: Tx,
  codeIds: string[],
  action: 'spend' | 'release',
): Promise<void> {
  if (codeIds.length === 0) return
  const { from, to } = orderCodeMachine[action]
  const result = await tx.manager.update(
    codeEntity,
    { id: In(codeIds), kind: 'order', status: In([...from]) },
    {
      status: to,
      updatedAt: ground.clock.now(),
      ...(action === 'release' ? { usedBy: null, usedAt: null } : {}),
    },
  )
  // The holder of a code is the only one who may move it: anything else is a broken invariant, roll back.
  if (result.affected !== codeIds.length) throw new Error(`${action}: codes are not held as recorded`)
}

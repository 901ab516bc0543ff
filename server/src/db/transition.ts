import type { Machine } from '@piaoma/shared/states'
import { type EntitySchema, In, type ObjectLiteral } from 'typeorm'
import type { Tx } from './database'

type Assignable = Record<string, unknown>

/**
 * The only way a state changes: one conditional UPDATE whose affected-row count decides. Answers false when the
 * row was not in a state the action may start from (or did not meet `where`): somebody else was first. A row with
 * several life cycles names the column of this one.
 */
export async function transition<Status extends string, Action extends string>(
  tx: Pick<Tx, 'manager'>,
  entity: EntitySchema,
  machine: Machine<Status, Action>,
  action: Action,
  where: Assignable,
  set: Assignable = {},
  column = 'status',
): Promise<boolean> {
  const { from, to } = machine[action]
  const result = await tx.manager.update(
    entity as EntitySchema<ObjectLiteral>,
    { ...where, [column]: In([...from]) },
    { ...set, [column]: to },
  )
  return result.affected === 1
}

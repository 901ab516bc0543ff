import type { customerInput } from '@piaoma/shared/contract'
import type { z } from 'zod'
import { isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import type { Acting } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { forMerchant } from '../merchants/scoped'
import { searchKeysOf } from '../search-keys'
import { type CustomerRow, customerEntity } from './entity'

export type CustomerInput = z.output<typeof customerInput>

/** Adds a customer; refuses `resource.exists` when one with this tax number is there. */
export function addCustomer(ground: Ground, acting: Acting, input: CustomerInput): Promise<CustomerRow> {
  return once(() => ground.db.transaction((tx) => insertCustomer(ground, tx, acting, input, 'console')))
}

/** Inserts in the open transaction, with its entry in the history. */
export async function insertCustomer(
  ground: Ground,
  tx: Tx,
  acting: Acting,
  input: CustomerInput,
  source: 'console' | 'import',
): Promise<CustomerRow> {
  const now = ground.clock.now()
  const row = await forMerchant(tx.manager, customerEntity, acting.merchantId).insert({
    ...fieldsOf(input),
    id: ground.ids.ulid(),
    source,
    invoiceCount: 0,
    lastInvoicedAt: null,
    createdAt: now,
    updatedAt: now,
  })
  await audit(ground, tx, acting, row.id, 'customer.add')
  return row
}

/** Changes every field of a customer; from then on what a person typed stands. */
export function changeCustomer(
  ground: Ground,
  acting: Acting,
  id: string,
  input: CustomerInput,
): Promise<CustomerRow> {
  return once(() => ground.db.transaction((tx) => updateCustomer(ground, tx, acting, id, input, 'console')))
}

/** Updates in the open transaction, with its entry in the history. */
export async function updateCustomer(
  ground: Ground,
  tx: Tx,
  acting: Acting,
  id: string,
  input: CustomerInput,
  source: 'console' | 'import',
): Promise<CustomerRow> {
  const customers = forMerchant(tx.manager, customerEntity, acting.merchantId)
  await customers.get(id)
  await customers.update({ id }, { ...fieldsOf(input), source, updatedAt: ground.clock.now() })
  await audit(ground, tx, acting, id, 'customer.change')
  return customers.get(id)
}

/** Removes a customer from the list; `resource.not_found` when it is gone already. */
export function removeCustomer(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const removed = await forMerchant(tx.manager, customerEntity, acting.merchantId).delete({ id })
    if (removed === 0) throw new AppError('resource.not_found')
    await audit(ground, tx, acting, id, 'customer.remove')
  })
}

function fieldsOf(input: CustomerInput) {
  const taxpayerId = input.taxpayerId ?? ''
  return {
    name: input.name,
    taxpayerId,
    address: input.address ?? null,
    phone: input.phone ?? null,
    bankName: input.bankName ?? null,
    bankAccount: input.bankAccount ?? null,
    email: input.email ?? null,
    mobile: input.mobile ?? null,
    searchKeys: searchKeysOf(input.name, taxpayerId),
  }
}

async function once<T>(save: () => Promise<T>): Promise<T> {
  try {
    return await save()
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('resource.exists')
    throw error
  }
}

function audit(ground: Ground, tx: Tx, acting: Acting, targetId: string, action: string): Promise<void> {
  return recordAudit(ground, tx, { ...acting, targetType: 'customer', targetId, action })
}

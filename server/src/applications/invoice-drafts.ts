import type { DraftForm } from '@piaoma/shared/contract'
import { parseYuan } from '@piaoma/shared/money'
import { In, LessThan } from 'typeorm'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { storeEntity } from '../merchants/entity'
import { assertStore, storeScope } from '../merchants/policy'
import { forMerchant } from '../merchants/scoped'
import { type InvoiceDraftRow, invoiceDraftEntity } from './draft-entity'

/** Drafts of the person's merchant and stores, newest first; one more than asked for tells that there are more. */
export function listDrafts(
  ground: Ground,
  person: Person,
  query: { cursor?: string | undefined; limit: number },
): Promise<InvoiceDraftRow[]> {
  const scope = storeScope(person)
  const where = {
    ...(scope ? { storeId: In(scope) } : {}),
    ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
  }
  return forMerchant(ground.db.manager, invoiceDraftEntity, person.merchantId).find(where, {
    order: { id: 'DESC' },
    take: query.limit + 1,
  })
}

/** A draft of the person's merchant and stores; another one's looks like none. */
export async function loadDraft(ground: Ground, person: Person, id: string): Promise<InvoiceDraftRow> {
  const row = await forMerchant(ground.db.manager, invoiceDraftEntity, person.merchantId).get(id)
  assertStore(person, row.storeId)
  return row
}

/** Keeps what is typed, right or wrong. Without a store it lies with the person's first one. */
export async function createDraft(
  ground: Ground,
  tx: Tx,
  person: Person,
  form: DraftForm,
): Promise<InvoiceDraftRow> {
  const now = ground.clock.now()
  return forMerchant(tx.manager, invoiceDraftEntity, person.merchantId).insert({
    ...summaryOf(form),
    id: ground.ids.ulid(),
    storeId: await storeOf(tx, person, form.storeId),
    userId: person.userId,
    version: 1,
    form,
    createdAt: now,
    updatedAt: now,
  })
}

/** Keeps a draft as it is now; refuses `resource.conflict` when it was kept from elsewhere meanwhile. */
export async function changeDraft(
  ground: Ground,
  person: Person,
  draft: InvoiceDraftRow,
  change: { version: number; form: DraftForm },
): Promise<void> {
  const { version, form } = change
  await ground.db.transaction(async (tx) => {
    const drafts = forMerchant(tx.manager, invoiceDraftEntity, person.merchantId)
    const changed = await drafts.update(
      { id: draft.id, version },
      {
        ...summaryOf(form),
        storeId: await storeOf(tx, person, form.storeId),
        version: version + 1,
        form,
        updatedAt: ground.clock.now(),
      },
    )
    if (changed === 0) throw new AppError('resource.conflict')
  })
}

/** Ends a draft in the transaction that submits it: of any number of submissions one finds it. */
export async function endDraft(tx: Tx, merchantId: string, id: string): Promise<void> {
  const ended = await forMerchant(tx.manager, invoiceDraftEntity, merchantId).delete({ id })
  if (ended === 0) throw new AppError('resource.conflict')
}

/** For the list: whose it is, and what the amounts that can be read come to. */
function summaryOf(form: DraftForm): Pick<InvoiceDraftRow, 'buyerName' | 'totalFen'> {
  const fen = (text: string) => parseYuan(text) ?? 0
  const total = form.lines.reduce((sum, line) => sum + fen(line.amount) - fen(line.discount), 0)
  return { buyerName: form.name.trim(), totalFen: Number.isSafeInteger(total) ? total : 0 }
}

async function storeOf(tx: Tx, person: Person, storeId: string): Promise<string> {
  if (storeId !== '') assertStore(person, storeId)
  const scope = storeScope(person)
  const own = storeId !== '' ? { id: storeId } : scope ? { id: In(scope) } : {}
  const [store] = await forMerchant(tx.manager, storeEntity, person.merchantId).find(own, {
    order: { id: 'ASC' },
    take: 1,
  })
  if (!store) throw new AppError('resource.not_found')
  return store.id
}

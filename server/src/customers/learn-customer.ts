import { applicationEntity } from '../applications/entity'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { type InvoiceRow, invoiceEntity } from '../issuing/entity'
import type { Job } from '../jobs'
import { forMerchant } from '../merchants/scoped'
import { searchKeysOf } from '../search-keys'
import { type CustomerRow, customerEntity } from './entity'

/**
 * Job `customers.learn`: remembers the company an invoice was issued to. What a person typed or imported is only
 * filled where it was empty; what was learned follows the newest invoice. Counted once an invoice.
 */
export async function learnCustomer(ground: Ground, job: Job): Promise<undefined> {
  const { manager } = ground.db
  const invoice = await manager.findOneBy(invoiceEntity, { id: job.payload.invoiceId ?? '' })
  const application = invoice && (await manager.findOneBy(applicationEntity, { id: invoice.applicationId }))
  const isCompany = application?.buyer.type === 'company' && invoice?.model.buyer.taxpayerId !== undefined
  try {
    await ground.db.transaction(async (tx) => {
      await job.finish(tx)
      if (!invoice || !application || !isCompany) return
      const customers = forMerchant(tx.manager, customerEntity, invoice.merchantId)
      const learned = learnedFields(invoice, application)
      const known = await customers.findOne({ taxpayerId: learned.taxpayerId })
      const now = ground.clock.now()
      if (!known) {
        await customers.insert({
          ...learned,
          id: ground.ids.ulid(),
          source: 'invoice',
          invoiceCount: 1,
          lastInvoicedAt: invoice.issuedAt,
          createdAt: now,
          updatedAt: now,
        })
        return
      }
      await customers.update({ id: known.id }, { ...mergeFields(known, learned, invoice), updatedAt: now })
      // Counted by the database: two invoices of one customer may be learned at the same time.
      await tx.manager.increment(customerEntity, { id: known.id }, 'invoiceCount', 1)
    })
  } catch (error) {
    // Another invoice of the same new customer was faster: the job comes again and finds it.
    if (!isUniqueViolation(error)) throw error
    throw new Error('customer was learned at the same time', { cause: error })
  }
  return
}

type Learned = Pick<
  CustomerRow,
  'name' | 'taxpayerId' | 'address' | 'phone' | 'bankName' | 'bankAccount' | 'email' | 'mobile' | 'searchKeys'
>

function learnedFields(
  invoice: InvoiceRow,
  application: { email: string | null; mobile: string | null },
): Learned {
  const { name, taxpayerId = '', address, phone, bankName, bankAccount } = invoice.model.buyer
  return {
    name,
    taxpayerId,
    address: address ?? null,
    phone: phone ?? null,
    bankName: bankName ?? null,
    bankAccount: bankAccount ?? null,
    email: application.email,
    mobile: application.mobile,
    searchKeys: searchKeysOf(name, taxpayerId),
  }
}

function mergeFields(known: CustomerRow, learned: Learned, invoice: InvoiceRow): Partial<CustomerRow> {
  const isNewest = invoice.issuedAt >= (known.lastInvoicedAt ?? 0)
  const isLearned = known.source === 'invoice' && isNewest
  const fields = ['address', 'phone', 'bankName', 'bankAccount', 'email', 'mobile'] as const
  const merged = Object.fromEntries(
    fields.map((field) => [
      field,
      isLearned ? (learned[field] ?? known[field]) : (known[field] ?? learned[field]),
    ]),
  )
  return {
    ...merged,
    ...(isLearned ? { name: learned.name, searchKeys: learned.searchKeys } : {}),
    ...(isNewest ? { lastInvoicedAt: invoice.issuedAt } : {}),
  }
}

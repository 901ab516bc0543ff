import type { ApplicationView } from '@piaoma/shared/contract'
import { reasonMessage } from '@piaoma/shared/messages'
import { applicationMachine, nextActions } from '@piaoma/shared/states'
import { maskEmail, maskPhone, maskTaxpayerId } from '@piaoma/shared/taxpayer'
import { In } from 'typeorm'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { codeEntity, codeUseEntity } from '../codes/entity'
import { isoTime } from '../codes/present'
import { type DeliveryRow, deliveryEntity } from '../delivery/entity'
import { presentWallet } from '../delivery/wallet'
import { type InvoiceFileRow, invoiceFileEntity } from '../documents/entity'
import type { Ground } from '../ground'
import { AppError, type Language } from '../http'
import { invoiceEntity } from '../issuing/entity'
import { merchantEntity, storeEntity, taxpayerEntity } from '../merchants/entity'

/** The application behind a guest's token, or the one that it was merged into; refuses with `application.not_found`. */
export async function findApplication(ground: Ground, token: string): Promise<ApplicationRow> {
  const { manager } = ground.db
  let row = /^[\w-]{32}$/.test(token) && (await manager.findOneBy(applicationEntity, { token }))
  // What it was merged into may have been merged itself, never in a circle: it waits for review.
  while (row && row.mergedIntoId !== null) {
    row = await manager.findOneBy(applicationEntity, { id: row.mergedIntoId, merchantId: row.merchantId })
  }
  if (!row) throw new AppError('application.not_found')
  return row
}

/** Everything the guest sees of his application; his own address is masked, for the link may be passed on. */
export async function viewApplication(
  ground: Ground,
  row: ApplicationRow,
  language: Language,
): Promise<ApplicationView> {
  const { manager } = ground.db
  const applicationId = row.id
  const [merchant, seller, store, uses, invoices, deliveries] = await Promise.all([
    manager.findOneByOrFail(merchantEntity, { id: row.merchantId }),
    manager.findOneByOrFail(taxpayerEntity, { id: row.taxpayerId }),
    manager.findOneByOrFail(storeEntity, { id: row.storeId }),
    manager.findBy(codeUseEntity, { applicationId }),
    manager.find(invoiceEntity, { where: { applicationId, status: 'issued' }, order: { id: 'ASC' } }),
    manager.find(deliveryEntity, { where: { applicationId }, order: { id: 'ASC' } }),
  ])
  const codes = await manager.findBy(codeEntity, { id: In(uses.map((use) => use.codeId)) })
  const files = await manager.findBy(invoiceFileEntity, {
    invoiceId: In(invoices.map((invoice) => invoice.id)),
  })
  const stored = files.filter(({ format, status }) => format === 'pdf' && status === 'stored')
  const withPdf = new Set(stored.map(({ invoiceId }) => invoiceId))
  return {
    id: row.id,
    token: row.token,
    status: row.status,
    merchantName: merchant.name,
    sellerName: seller.name,
    storeName: store.name,
    storePhone: store.phone ?? merchant.contactPhone ?? undefined,
    kind: row.kind,
    buyerName: row.buyer.name,
    buyerTaxpayerId: row.buyer.taxpayerId && maskTaxpayerId(row.buyer.taxpayerId),
    amountFen: row.amountFen,
    codes: codes.map((code) => code.token),
    invoices: invoices.map((invoice) => ({
      number: invoice.number,
      totalFen: invoice.totalFen,
      taxFen: invoice.taxFen,
      issuedAt: isoTime(invoice.issuedAt),
      files: fileLinks(
        files.filter((file) => file.invoiceId === invoice.id),
        (format) => `/api/v1/applications/${row.token}/files/${invoice.number}.${format}`,
      ),
    })),
    deliveries: deliveries.map((delivery) => presentDelivery(delivery, 'guest')),
    wallet: await presentWallet(ground, row, invoices, withPdf),
    reason: reasonOf(row, language),
    expectedSeconds: expectedSeconds(row, ground.clock.now()),
    submittedAt: isoTime(row.submittedAt),
    updatedAt: isoTime(row.updatedAt),
    actions: nextActions(applicationMachine, row.status).filter((action) => action === 'withdraw'),
  }
}

/** Addresses of the stored originals; null while one is still being fetched. */
export function fileLinks(files: InvoiceFileRow[], link: (format: string) => string) {
  const linkOf = (format: InvoiceFileRow['format']) =>
    files.some((file) => file.format === format && file.status === 'stored') ? link(format) : null
  return { pdf: linkOf('pdf'), ofd: linkOf('ofd'), xml: linkOf('xml') }
}

export function presentDelivery(delivery: DeliveryRow, reader: 'guest' | 'merchant') {
  const mask = delivery.channel === 'email' ? maskEmail : maskPhone
  return {
    id: delivery.id,
    channel: delivery.channel,
    to: reader === 'guest' ? mask(delivery.target) : delivery.target,
    status: delivery.status,
    at: isoTime(delivery.updatedAt),
    problem: delivery.problem ?? undefined,
  }
}

/** Our words in the reader's language; a person's or the tax side's own words where the reader can use them. */
export function reasonOf(
  row: ApplicationRow,
  language: Language,
): { code: string; text: string } | undefined {
  if (row.reasonCode === null) return undefined
  const words = reasonMessage(row.reasonCode, language)
  const own = ['rejected_by_merchant', 'refused_guest'].includes(row.reasonCode) ? row.reasonText : null
  return { code: row.reasonCode, text: own ? `${words}${language === 'en' ? ': ' : '：'}${own}` : words }
}

/** Honest and rough: seconds while the channel works, nobody knows while a person or the quota decides. */
function expectedSeconds(row: ApplicationRow, now: number): number | undefined {
  if (row.status !== 'submitted' && row.status !== 'issuing') return undefined
  const age = Math.floor((now - row.updatedAt) / 1000)
  return age < 10 ? 10 - age : age < 60 ? 30 : undefined
}

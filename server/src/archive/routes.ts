import { shanghaiDate } from '@piaoma/shared/invoice'
import { loadReceived } from '../capture/access'
import type { ReceivedInvoiceRow } from '../capture/entity'
import type { Ground } from '../ground'
import { AppError, type Guard, languageOf, type Person } from '../http'
import { actingAs } from '../merchants/acting'
import { forMerchant } from '../merchants/scoped'
import { receivedForExport } from '../pool/list-received'
import { receivedTable } from '../pool/received-table'
import { loadRules } from '../pool/rule-settings'
import { sheetEntity } from '../pool/sheets/entity'
import { hasVoucher } from '../pool/view-standing'
import type { Storage } from '../storage'
import { checkChain } from './check-chain'
import { type ArchivePackageRow, archiveEntryEntity, archivePackageEntity } from './entity'
import { makePackage } from './make-package'
import { receiverVoucher } from './voucher-xbrl'

/** Exports and the archive of the merchant in session. */
export function mountArchive(guard: Guard, { ground, storage }: { ground: Ground; storage: Storage }): void {
  const { manager } = ground.db
  guard('GET /api/v1/merchant/exports/received-invoices.xlsx', 'upload', async ({ ctx, caller, query }) => {
    ctx.attachment('received-invoices.xlsx')
    return receivedTable(ground, await receivedForExport(ground, caller, query), languageOf(ctx))
  })
  guard(
    'GET /api/v1/merchant/received-invoices/:id/voucher.xml',
    'console',
    async ({ ctx, caller, params }) => {
      const row = await loadReceived(ground, caller, params.id)
      ctx.attachment(`voucher-${row.number ?? row.id}.xml`)
      return voucherOf(ground, caller, row)
    },
  )
  guard('GET /api/v1/merchant/archive/packages', 'console', async ({ caller }) => {
    const packages = forMerchant(manager, archivePackageEntity, caller.merchantId)
    return { items: (await packages.find({}, { order: { id: 'DESC' }, take: 200 })).map(presentPackage) }
  })
  guard('POST /api/v1/merchant/archive/packages', 'upload', async ({ caller, body }) =>
    presentPackage(await makePackage(ground, storage, actingAs(caller), body.name)),
  )
  guard(
    'GET /api/v1/merchant/archive/packages/:id/package.zip',
    'console',
    async ({ ctx, caller, params }) => {
      const row = await forMerchant(manager, archivePackageEntity, caller.merchantId).get(params.id)
      ctx.attachment(`archive-${row.id}.zip`)
      return Buffer.from(await storage.get(row.storageKey))
    },
  )
  guard('GET /api/v1/merchant/archive/check', 'upload', ({ caller }) =>
    checkChain(ground, storage, caller.merchantId),
  )
}

function presentPackage({ merchantId: _, actor: __, storageKey: ___, createdAt, ...row }: ArchivePackageRow) {
  return { ...row, createdAt: new Date(createdAt).toISOString() }
}

/** The receiver's XBRL of a booked 数电票; refuses `received.not_booked` for anything else. */
async function voucherOf(ground: Ground, { merchantId }: Person, row: ReceivedInvoiceRow): Promise<string> {
  const { number, issuedOn, totalFen } = row
  if (!hasVoucher(row) || !number || !issuedOn || totalFen === null) {
    throw new AppError('received.not_booked')
  }
  const booked = await ground.db.manager.findOne(archiveEntryEntity, {
    where: { merchantId, subjectId: row.id, kind: 'invoice' },
    order: { sequence: 'DESC' },
  })
  const sheet =
    row.sheetId === null
      ? null
      : await ground.db.manager.findOneBy(sheetEntity, { id: row.sheetId, merchantId })
  const { titles } = await loadRules(ground.db.manager, merchantId)
  const entity = titles.find(({ taxpayerId }) => taxpayerId === row.buyerTaxpayerId) ?? titles[0]
  return receiverVoucher({
    number,
    issuedOn,
    sellerName: row.sellerName ?? '',
    sellerTaxpayerId: row.sellerTaxpayerId ?? '',
    amountFen: row.amountFen ?? totalFen,
    taxFen: row.taxFen ?? 0,
    totalFen,
    isVerified: row.verificationStatus === 'verified',
    isPaid: sheet?.status === 'paid',
    entityName: entity?.name ?? row.buyerName ?? '',
    entityTaxpayerId: entity?.taxpayerId ?? row.buyerTaxpayerId ?? '',
    postedOn: shanghaiDate(booked?.at ?? row.updatedAt),
    summary: row.reading.lines[0]?.name ?? '',
  })
}

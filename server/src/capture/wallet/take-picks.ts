import type { walletPicked, walletPicks } from '@piaoma/shared/contract'
import { receivedMessage } from '@piaoma/shared/messages'
import { walletPickMachine } from '@piaoma/shared/states'
import type { z } from 'zod'
import { insertRow, isUniqueViolation, type Tx, transition } from '../../db'
import type { Language, Person } from '../../http'
import { enqueue } from '../../jobs'
import { miniapp } from '../../merchants/wechat/accounts'
import { answerOrRefuse } from '../../merchants/wechat/answers'
import type { MpClient } from '../../wechat/mp'
import { type PickedInvoice, pickedInvoices } from '../../wechat/mp/api'
import type { CaptureDeps } from '../deps'
import { assertRoom, type KeptFile, keepBytes, takeIn } from '../take-in'
import { type WalletPickRow, walletPickEntity } from './entity'
import { PICK_PDF_JOB } from './fetch-pick-pdf'
import { numberOf, walletFile } from './wallet-fields'

export interface PickDeps extends CaptureDeps {
  mp: MpClient
}

/** One pick as WeChat tells it, and what of it is kept. */
interface Picked {
  invoice: PickedInvoice
  cardId: string
  encryptCode: string
  known: WalletPickRow | null
  problem: 'wallet_locked' | 'wallet_closed' | 'wallet_cancelled' | undefined
}

/**
 * `wx.chooseInvoice` → getinvoicebatch → the received invoices: what WeChat tells of each is kept as a source and read
 * at once; its PDF follows by a job, as WeChat keeps it behind a short-lived address. Refuses one by one what is
 * claimed elsewhere, paid already or voided.
 */
export async function takePicks(
  deps: PickDeps,
  person: Person,
  items: z.output<typeof walletPicks>['items'],
  language: Language,
): Promise<z.input<typeof walletPicked>> {
  const { ground } = deps
  const picked = await askWallet(deps, person, items)
  const good = picked.filter(({ problem }) => problem === undefined)
  await assertRoom(ground, person.merchantId, good.length)
  const kept: { pick: Picked; file: KeptFile }[] = []
  for (const pick of good) {
    const file = { name: null, bytes: walletFile(pick.invoice), type: 'wallet' as const }
    kept.push({ pick, file: await keepBytes(deps, person.merchantId, file) })
  }
  const uploadId = ground.ids.ulid()
  await ground.db.transaction(async (tx) => {
    for (const { pick, file } of kept) await keepPick(deps, tx, { person, uploadId, pick, file })
  })
  return {
    ...(kept.length > 0 ? { uploadId } : {}),
    items: picked.map(({ invoice: { user_info: info }, problem }) => ({
      number: numberOf(info).number,
      totalFen: info.fee,
      isTaken: problem === undefined,
      ...(problem ? { problem: { code: problem, text: receivedMessage(problem, language) } } : {}),
    })),
  }
}

async function askWallet(
  { ground, mp }: PickDeps,
  { merchantId }: Person,
  items: z.output<typeof walletPicks>['items'],
): Promise<Picked[]> {
  const asked = items.map(({ cardId, encryptCode }) => ({ card_id: cardId, encrypt_code: encryptCode }))
  const { item_list: invoices } = answerOrRefuse(
    await pickedInvoices(mp, miniapp(ground), asked),
    'wechat.code_invalid',
  )
  const picked: Picked[] = []
  for (const [index, invoice] of invoices.entries()) {
    const item = items[index]
    if (!item) continue
    const where = { merchantId, openid: invoice.openid, walletKey: keyOf(invoice) }
    const known = await ground.db.manager.findOneBy(walletPickEntity, where)
    picked.push({ invoice, ...item, known, problem: problemOf(invoice, known) })
  }
  return picked
}

const keyOf = ({ user_info: info }: PickedInvoice): string => {
  const { number, code } = numberOf(info)
  return `${code}|${number}`
}

/** A lock is fine when it is this company's own: then the invoice is only brought once more. */
function problemOf({ user_info: info }: PickedInvoice, known: WalletPickRow | null): Picked['problem'] {
  switch (info.reimburse_status) {
    case 'INVOICE_REIMBURSE_INIT':
      return undefined
    case 'INVOICE_REIMBURSE_LOCK':
      return known && known.status !== 'gone' && known.status !== 'free' ? undefined : 'wallet_locked'
    case 'INVOICE_REIMBURSE_CANCEL':
      return 'wallet_cancelled'
    default:
      return 'wallet_closed'
  }
}

interface One {
  person: Person
  uploadId: string
  pick: Picked
  file: KeptFile
}

async function keepPick(deps: PickDeps, tx: Tx, { person, uploadId, pick, file }: One): Promise<void> {
  const { ground } = deps
  const { merchantId, userId: personId } = person
  const bringing = { merchantId, personId, source: 'wallet' as const, uploadId }
  const [capture] = await takeIn(ground, tx, bringing, [file])
  if (!capture) throw new Error('nothing was taken in')
  const url = pick.invoice.user_info.pdf_url
  if (url) await enqueue(ground, tx, PICK_PDF_JOB, { captureId: capture.id, merchantId, url })
  const now = ground.clock.now()
  const set = {
    cardId: pick.cardId,
    encryptCode: ground.secrets.seal(pick.encryptCode),
    captureId: capture.id,
    updatedAt: now,
  }
  const where = { merchantId, openid: pick.invoice.openid, walletKey: keyOf(pick.invoice) }
  try {
    if (!pick.known) {
      await insertRow(tx.manager, walletPickEntity, {
        ...where,
        ...set,
        id: ground.ids.ulid(),
        personId,
        status: 'free',
        wanted: 'free',
        claimId: null,
        movedAt: null,
        problem: null,
        createdAt: now,
      })
      return
    }
  } catch (error) {
    // The member tapped twice: the other request wrote it.
    if (!isUniqueViolation(error)) throw error
  }
  await tx.manager.update(walletPickEntity, where, set)
  await transition(tx, walletPickEntity, walletPickMachine, 'pickAgain', where, {
    claimId: null,
    problem: null,
  })
}

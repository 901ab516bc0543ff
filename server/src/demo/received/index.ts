import type { Ground } from '../../ground'
import { createSignInLink } from '../../merchants'
import { taxpayerEntity } from '../../merchants/entity'
import type { BureauControl } from '../../simulators/tax-bureau/client'
import type { DemoFile } from '../demo-file'
import { demoRestaurant } from '../seed'
import { demoInvoices } from './invoices'
import { demoSamples, pictureFacts, scannedCode } from './samples'
import { startSamplesPage } from './samples-page'
import { EMPLOYEE, ensurePerson, FINANCE, seedReceived } from './seed-received'

const LINK_LASTS_MS = 12 * 3_600_000

export interface DemoReceived {
  file: DemoFile['received']
  /** Port of the page with made-up invoices, for a phone in the same network. */
  port: number
  /** Takes the first ones in; they are read while people look at something else. */
  seed(): Promise<void>
  close(): Promise<void>
}

/**
 * The way in of the demo: an employee and an accountant, made-up invoices on a page of their own, and a bureau that
 * knows them, as good, altered, reversed, or not at all. `url`: of the service, by loopback.
 */
export async function startReceived(
  ground: Ground,
  { bureau, password, url }: { bureau: BureauControl; password: string; url: string },
): Promise<DemoReceived> {
  const { merchant } = await demoRestaurant(ground)
  const { id: merchantId } = merchant
  const seller = await ground.db.manager.findOneOrFail(taxpayerEntity, {
    where: { merchantId },
    order: { id: 'ASC' },
  })
  const { name, taxpayerId } = seller
  const invoices = demoInvoices({ name, taxpayerId }, merchant.createdAt)
  const place = { city: '上海', region: '310115', address: seller.address ?? '', bank: seller.bankName ?? '' }
  const buyer = { name, taxpayerId, ...place }
  const known = Object.values(invoices).flatMap(({ fact }) => fact ?? [])
  await bureau.putKnownInvoices([...known, ...pictureFacts(buyer)])
  const samples = demoSamples(invoices, buyer)
  const page = await startSamplesPage(samples, ground.config.HOST)
  const person = async (given: typeof EMPLOYEE | typeof FINANCE) => {
    const userId = await ensurePerson(ground, merchantId, { ...given, password })
    const token = await createSignInLink(ground, { userId, merchantId, ttlMs: LINK_LASTS_MS })
    return { userId, login: given.login, signInUrl: `${ground.publicUrl}/console/?link=${token}` }
  }
  const [{ userId, ...employee }, { userId: _, ...finance }] = [await person(EMPLOYEE), await person(FINANCE)]
  return {
    file: { samplesUrl: page.url, employee, finance },
    port: page.port,
    seed: () => seedReceived(ground, { baseUrl: url, merchantId, userId, samples, scan: scannedCode(buyer) }),
    close: () => page.close(),
  }
}

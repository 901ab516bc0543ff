import type { Ground } from '../ground'
import type { FileFormat } from '../issuing/tax-channel'
import type { Storage } from '../storage'
import { invoiceFileEntity } from './entity'

/** The stored original of an invoice, byte for byte, or undefined while it is still being fetched. */
export async function readOriginal(
  ground: Pick<Ground, 'db'>,
  storage: Storage,
  invoiceId: string,
  format: FileFormat,
): Promise<{ bytes: Uint8Array; sha256: string } | undefined> {
  const file = await ground.db.manager.findOneBy(invoiceFileEntity, { invoiceId, format })
  if (file?.status !== 'stored' || !file.storageKey || !file.sha256) return undefined
  return { bytes: await storage.get(file.storageKey), sha256: file.sha256 }
}

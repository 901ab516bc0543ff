import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { FileType } from '@piaoma/shared/contract'
import { checkReading, type FieldSource, type Reading, type ReceivedFields } from '@piaoma/shared/received'
import { inject } from 'vitest'
import type { CaptureDeps, ReceivedFileReader } from '../capture'
import type { Ground } from '../ground'
import { createFolderStorage } from '../storage'

/** What a made-up file says. */
export interface Says {
  type: FileType
  source: FieldSource
  number?: string
  totalFen?: number
  sellerName?: string
  confidence?: number
  /** Makes two files differ that say the same. */
  salt?: string
}

/** A made-up file: its bytes are what a reader is to find in it, several invoices if need be. */
export const fileThatSays = (...says: Says[]): Uint8Array => new TextEncoder().encode(JSON.stringify(says))

function readingOf({ source, number, totalFen = 10_600, sellerName, confidence = 1 }: Says): Reading {
  const field = <T>(value: T) => ({ value, confidence, source })
  const fields: ReceivedFields = {
    ...(number === undefined ? {} : { number: field(number) }),
    issuedOn: field('2026-11-20'),
    amountFen: field(Math.round(totalFen / 1.06)),
    taxFen: field(totalFen - Math.round(totalFen / 1.06)),
    totalFen: field(totalFen),
    buyerName: field('上海示例贸易有限公司'),
    sellerName: field(sellerName ?? '杭州测试餐饮有限公司'),
    sellerTaxpayerId: field('91330106MA2CFG3K9J'),
  }
  return checkReading({ kind: 'digital_normal', fields, lines: [], pages: [1] }, Date.parse('2026-11-23'))
}

const decoded = (bytes: Uint8Array): Says[] => JSON.parse(new TextDecoder().decode(bytes)) as Says[]

/** A reader of made-up files that counts what it reads; `whileReading` may wait, throw or count for itself. */
export function madeUpReader(whileReading: () => Promise<void> = async () => {}): ReceivedFileReader & {
  reads: number
} {
  const reader = {
    reads: 0,
    detect: (bytes: Uint8Array) => decoded(bytes)[0]?.type ?? 'other',
    unpack: (bytes: Uint8Array) =>
      decoded(bytes)
        .slice(1)
        .map((says, index) => ({ name: `附件/${index}.${says.type}`, bytes: fileThatSays(says) })),
    async read(bytes: Uint8Array) {
      reader.reads += 1
      await whileReading()
      const says = decoded(bytes)
      if (says[0]?.type === 'other') return { outcome: 'unread' as const, reason: 'not_invoice' as const }
      return { outcome: 'read' as const, readings: says.map(readingOf) }
    },
    draw: async () => undefined,
    close: async () => {},
  }
  return reader
}

/** Capture on a folder of its own. */
export function captureDeps(ground: Ground, reader: ReceivedFileReader): CaptureDeps {
  return {
    ground,
    reader,
    storage: createFolderStorage(mkdtempSync(join(inject('tempFolder'), 'received-'))),
  }
}

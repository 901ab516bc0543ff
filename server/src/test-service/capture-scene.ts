import { checkReading, type ReceivedFields } from '@piaoma/shared/received'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { expect } from 'vitest'
import { captureEntity, receivedFileEntity, receivedInvoiceEntity } from '../capture/entity'
import { addToPool } from '../capture/pool-row'
import type { Database } from '../db'
import { renderInvoiceXml } from '../documents/render-xml'
import { buildModel } from '../documents/test-model'
import { http, newKey } from './http-client'
import { eventually } from './programs'
import type { TestService, TestShop } from './service-scene'

let numbers = 0

/** Another 20-digit number of 2026, invented. */
export function invoiceNumber(): string {
  numbers += 1
  return `2631200000${String(numbers).padStart(10, '0')}`
}

/** Uploads files as the console does. */
export function upload(
  service: Pick<TestService, 'url'>,
  token: string,
  files: { name: string; bytes: Uint8Array }[],
  options: { key?: string; source?: string } = {},
) {
  const form = new FormData()
  for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name)
  if (options.source) form.append('source', options.source)
  return http(service.url, '/api/v1/merchant/captures', { token, key: options.key ?? newKey(), raw: form })
}

/**
 * A captured picture whose invoice is in the pool, with one field and its place on it. What was read is written by
 * hand: this is about rows and routes, not about reading.
 */
export async function capturePicture(
  service: TestService,
  shop: Pick<TestShop, 'merchantId' | 'ownerId' | 'ownerToken'>,
): Promise<{ captureId: string; uploadId: string; receivedId: string }> {
  const { ground } = service.service
  const { merchantId } = shop
  const number = invoiceNumber()
  const create = { width: 400, height: 200, channels: 3, background: '#fff' } as const
  // Another picture each time: the same bytes would be the same file.
  const bytes = await sharp({ create })
    .withMetadata({ exif: { IFD0: { ImageDescription: number } } })
    .jpeg()
    .toBuffer()
  const sent = await upload(service, shop.ownerToken, [{ name: '照片.jpg', bytes }])
  const { id: uploadId } = sent.json as { id: string }
  const capture = await eventually('the picture is read', async () => {
    const row = await ground.db.manager.findOneByOrFail(captureEntity, { merchantId, uploadId })
    return row.status === 'unread' && row
  })
  const corners: [number, number][] = [
    [20, 20],
    [200, 20],
    [200, 40],
    [20, 40],
  ]
  const fields: ReceivedFields = {
    number: { value: number, confidence: 0.8, source: 'ocr', place: { page: 1, corners } },
  }
  const reading = checkReading({ kind: 'digital_normal', fields, lines: [], pages: [1] }, ground.clock.now())
  const { id: receivedId } = await ground.db.transaction(async (tx) => {
    const row = await addToPool(ground, tx, { merchantId, personId: shop.ownerId }, reading, null)
    const outcome = { outcome: 'read' as const, readings: [reading] }
    await tx.manager.update(receivedFileEntity, { id: capture.fileId }, { outcome })
    const read = { status: 'read' as const, receivedInvoiceId: row.id, reason: null }
    await tx.manager.update(captureEntity, { id: capture.id }, read)
    return row
  })
  return { captureId: capture.id, uploadId, receivedId }
}

/** A zip of two made-up 数电票 as the bureau's XML. */
export function invoicesInZip(): { name: string; bytes: Uint8Array } {
  const xml = () => renderInvoiceXml(buildModel({ number: invoiceNumber() }))
  return { name: '发票.zip', bytes: zipSync({ '一.xml': xml(), '二.xml': xml() }) }
}

/** A mail with one attachment. */
export function mailWith({ name, bytes }: { name: string; bytes: Uint8Array }): string {
  return [
    'From: fapiao@platform.example.test',
    `Message-ID: <${name.length}-${bytes.length}@platform.example.test>`,
    'MIME-Version: 1.0',
    'Content-Type: application/zip',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    '',
    Buffer.from(bytes).toString('base64'),
    '',
  ].join('\r\n')
}

/** Waits until nothing is being read; then each of the two invoices is in the pool once and every attempt is kept. */
export async function expectTakenIn({ db }: { db: Database }, attempts: number): Promise<void> {
  await eventually('everything is read', async () => {
    const rows = await db.manager.find(captureEntity)
    return rows.length >= attempts && rows.every(({ finishedAt }) => finishedAt !== null)
  })
  const captures = await db.manager.find(captureEntity)
  expect(captures.map(({ status }) => status).sort()).toEqual(['read', 'read', 'split'])
  expect(captures.every(({ isDuplicate }) => !isDuplicate)).toBe(true)
  expect(await db.manager.count(receivedInvoiceEntity)).toBe(2)
  expect(await db.manager.count(receivedFileEntity)).toBe(3)
}

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unzipSync, zipSync } from 'fflate'
import { beforeEach, expect, inject, test } from 'vitest'
import { captureEntity, type ReceivedInvoiceRow, receivedFileEntity } from '../capture/entity'
import { changeBooking } from '../pool/change-standing'
import { createFolderStorage, type Storage } from '../storage'
import { bundleProgram } from '../test/bundle-program'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { buildReceived, received } from '../test/received'
import { archiveInvoice } from './append-entry'
import { sha256Of } from './chain'
import { checkChain } from './check-chain'
import { archiveEntryEntity } from './entity'
import { makePackage } from './make-package'
import { INDEX, INDEX_HASH, type PackageIndex, packageProblems } from './package-format'

const run = promisify(execFile)

describeOnDatabases('the archive', (open) => {
  let ground: TestGround
  let storage: Storage
  let merchantId: string
  let personId: string
  const acting = () => ({ merchantId, actor: `user:${personId}` })

  beforeEach(async () => {
    ground = createTestGround(await open())
    storage = createFolderStorage(join(ground.config.PIAOMA_DATA, 'files'))
    ;({ merchantId } = await buildMerchant(ground))
    personId = (await buildPerson(ground, merchantId, 'finance')).userId
  })

  /** A booked invoice with an original, archived as the service does it. */
  async function book(text: string): Promise<ReceivedInvoiceRow> {
    const row = await buildReceived(ground, merchantId, { personId, row: { verificationStatus: 'verified' } })
    const bytes = new TextEncoder().encode(`%PDF-1.7 ${text}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const storageKey = `received/${merchantId}/${sha256}.pdf`
    await storage.put(storageKey, bytes)
    const now = ground.clock.now()
    const fileId = ground.ids.ulid()
    await ground.db.manager.insert(receivedFileEntity, {
      id: fileId,
      merchantId,
      sha256,
      size: bytes.byteLength,
      type: 'pdf',
      storageKey,
      outcome: { outcome: 'read', readings: [row.reading] },
      readAt: now,
      createdAt: now,
    } as never)
    await ground.db.manager.insert(captureEntity, {
      id: ground.ids.ulid(),
      merchantId,
      uploadId: ground.ids.ulid(),
      fileId,
      part: 0,
      personId,
      source: 'upload',
      status: 'read',
      progress: 100,
      attempts: 1,
      receivedInvoiceId: row.id,
      isDuplicate: false,
      createdAt: now,
    })
    await changeBooking(
      ground,
      acting(),
      row,
      { version: row.version, action: 'book' },
      (tx, { actor }, now, action) => archiveInvoice(ground, tx, now, { action, actor }),
    )
    return received(ground, row.id)
  }
  const pack = async () => {
    const row = await makePackage(ground, storage, acting(), '2026年11月')
    return { row, bytes: await storage.get(row.storageKey) }
  }
  const filesOf = (bytes: Uint8Array) => new Map(Object.entries(unzipSync(bytes)))
  const problems = () => checkChain(ground, storage, merchantId).then((state) => state.problems)

  test('what is booked is a link; the chain and a package of it are whole', async () => {
    await book('一')
    await book('二')
    const { row, bytes } = await pack()
    expect(row).toMatchObject({ firstSequence: 1, lastSequence: 2, invoices: 2, sha256: sha256Of(bytes) })
    expect(packageProblems(filesOf(bytes))).toEqual([])
    const report = JSON.parse(new TextDecoder().decode(filesOf(bytes).get('report.json'))) as Record<
      string,
      { failed: number }[]
    >
    expect(Object.keys(report).sort()).toEqual(['真实性', '完整性', '可用性', '安全性'].sort())
    expect(
      Object.values(report)
        .flat()
        .every(({ failed }) => failed === 0),
    ).toBe(true)
    expect(await problems()).toEqual([])
    await expect(pack()).rejects.toMatchObject({ code: 'archive.nothing_new' })
    await book('三')
    expect((await pack()).row).toMatchObject({ firstSequence: 3, lastSequence: 4, invoices: 1 })
  })

  test('twenty bookings at once make one chain without a gap or a fork', async () => {
    const rows = await Promise.all(Array.from({ length: 20 }, (_, nth) => book(`并发${nth}`)))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(20)
    const entries = await ground.db.manager.find(archiveEntryEntity, {
      where: { merchantId },
      order: { sequence: 'ASC' },
    })
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 1))
    expect(await problems()).toEqual([])
  })

  test('every later change in the package is found and named', async () => {
    await book('一')
    await book('二')
    await book('三')
    const { bytes } = await pack()
    const changed = (change: (files: Map<string, Uint8Array>) => void) => {
      const files = filesOf(bytes)
      change(files)
      return packageProblems(files).join('\n')
    }
    const flip = (path: string) => (files: Map<string, Uint8Array>) => {
      const copy = Uint8Array.from(files.get(path) ?? [])
      copy[Math.floor(copy.length / 2)] = (copy[Math.floor(copy.length / 2)] ?? 0) ^ 1
      files.set(path, copy)
    }
    for (const path of filesOf(bytes).keys()) {
      const said = changed(flip(path))
      // The hash file is changed itself, and then says that the index is not what it names.
      expect(said, path).toContain(path === INDEX_HASH ? INDEX : path)
      expect(
        changed((files) => files.delete(path)),
        path,
      ).toContain(path)
    }
    expect(changed((files) => files.set('originals/extra.pdf', new Uint8Array([1])))).toContain(
      'does not belong here',
    )
    // Whoever changes the index and mends its hash is found by the chain.
    const edit = (work: (index: PackageIndex) => void) =>
      changed((files) => {
        const index = JSON.parse(new TextDecoder().decode(files.get(INDEX)))
        work(index)
        const text = new TextEncoder().encode(JSON.stringify(index))
        files.set(INDEX, text)
        files.set(INDEX_HASH, new TextEncoder().encode(sha256Of(text)))
      })
    expect(edit(({ entries }) => entries.splice(1, 1))).toContain('out of order')
    expect(edit(({ entries }) => entries.pop())).toContain('missing')
    expect(edit(({ entries }) => entries.reverse())).toContain('out of order')
    expect(
      edit(({ entries }) => {
        const [first] = entries
        if (first) first.record = first.record.replace('10000', '90000')
      }),
    ).toContain('entry 1 was changed')
    expect(edit(({ entries }) => Object.assign(entries[0] ?? {}, { record: '{' }))).toContain(
      'cannot be read',
    )
    // Report, list of files and description are in no entry: the seal speaks for them.
    const report = new TextEncoder().encode('{"真实性":[]}')
    const rewritten = changed((files) => {
      const index = JSON.parse(new TextDecoder().decode(files.get(INDEX)))
      files.set('report.json', report)
      const listed = index.files.find(({ path }: { path: string }) => path === 'report.json')
      Object.assign(listed, { sha256: sha256Of(report), size: report.byteLength })
      const text = new TextEncoder().encode(JSON.stringify(index))
      files.set(INDEX, text)
      files.set(INDEX_HASH, new TextEncoder().encode(sha256Of(text)))
    })
    expect(rewritten).toEqual('index.json does not say what was sealed')
    expect(
      edit((index) => Object.assign(index, { package: { ...index.package, merchant: '别家' } })),
    ).toContain('does not say what was sealed')
    expect(edit(({ seal }) => Object.assign(seal, { at: 1 }))).toContain('the seal was changed')
  })

  test('a package made anew from end to end is found by the head that was written down', async () => {
    await book('一')
    const { bytes } = await pack()
    // As the page shows it after packing.
    const { head } = await checkChain(ground, storage, merchantId)
    expect(packageProblems(filesOf(bytes), head)).toEqual([])
    expect(packageProblems(filesOf(bytes), 'f'.repeat(64))).toHaveLength(1)
  })

  test('a change of an original, of the booked invoice or of a link in the database is found, and nothing is packed', async () => {
    const row = await book('一')
    await book('二')
    await ground.db.manager.update('received_invoice', { id: row.id }, { totalFen: 1 })
    expect(await problems()).toMatchObject([{ sequence: 1, text: expect.stringContaining('totalFen') }])
    await expect(pack()).rejects.toMatchObject({ code: 'archive.changed' })
    await ground.db.manager.update('received_invoice', { id: row.id }, { totalFen: row.totalFen })
    const file = await ground.db.manager.findOneByOrFail(receivedFileEntity, { merchantId })
    const good = await storage.get(file.storageKey)
    await storage.put(file.storageKey, new Uint8Array([1, 2, 3]))
    expect((await problems()).map(({ text }) => text).join()).toContain('was changed')
    await storage.put(file.storageKey, good)
    expect(await problems()).toEqual([])
    const lines = [{ name: '*烟草制品*香烟', confidence: 1 }]
    await ground.db.manager.update('received_invoice', { id: row.id }, { reading: { ...row.reading, lines } })
    expect((await problems()).map(({ text }) => text)).toEqual([
      'fields or lines of the booked invoice were changed',
    ])
    await ground.db.manager.update('received_invoice', { id: row.id }, { reading: row.reading })
    expect(await problems()).toEqual([])
    await ground.db.manager.delete(archiveEntryEntity, { merchantId, sequence: 1 })
    expect((await problems()).length).toBeGreaterThan(0)
  })

  test('an end cut off the chain, and a kept package that was replaced, are found', async () => {
    await book('一')
    const { row, bytes } = await pack()
    const { number } = await book('二')
    expect(await problems()).toEqual([])
    await ground.db.manager.delete(archiveEntryEntity, { merchantId, sequence: 3 })
    expect((await problems()).map(({ text }) => text)).toEqual([
      `invoice ${number} is booked without a record`,
    ])
    await ground.db.manager.delete(archiveEntryEntity, { merchantId, sequence: 2 })
    expect((await problems()).map(({ text }) => text)).toContain('package 2026年11月: its seal is missing')
    await storage.put(row.storageKey, bytes.slice(0, 200))
    expect((await problems()).map(({ text }) => text)).toContain(
      'package 2026年11月: its file cannot be opened',
    )
  })

  test('the program says what was changed and ends with 1, or with 0 when the package is whole', async () => {
    await book('一')
    const { bytes } = await pack()
    const folder = mkdtempSync(join(inject('tempFolder'), 'package-'))
    const program = await bundleProgram(fileURLToPath(new URL('./main.ts', import.meta.url)))
    const verify = (path: string) =>
      run(process.execPath, [program, path]).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
      )
    const whole = join(folder, 'whole.zip')
    writeFileSync(whole, bytes)
    expect(await verify(whole)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing was changed'),
    })
    const unpacked = join(folder, 'unpacked')
    for (const [path, content] of filesOf(bytes)) {
      mkdirSync(dirname(join(unpacked, path)), { recursive: true })
      writeFileSync(join(unpacked, path), content)
    }
    expect(await verify(unpacked)).toMatchObject({ code: 0 })
    const original = [...filesOf(bytes).keys()].find((path) => path.startsWith('originals/')) ?? ''
    writeFileSync(join(unpacked, original), 'changed')
    expect(await verify(unpacked)).toEqual({ code: 1, stdout: `✗ ${original} was changed\n` })
    const files = unzipSync(bytes)
    delete files[original]
    writeFileSync(join(folder, 'less.zip'), zipSync(files))
    expect((await verify(join(folder, 'less.zip'))).code).toBe(1)
    writeFileSync(join(folder, 'broken.zip'), bytes.slice(0, 100))
    expect((await verify(join(folder, 'broken.zip'))).code).toBe(1)
  })
})

import { afterEach, beforeAll, expect, test } from 'vitest'
import { createWorker } from '../../jobs'
import { type ImapSimulator, startImapSimulator } from '../../simulators/imap'
import { captureDeps, fileThatSays, madeUpReader, type Says } from '../../test/capture'
import { generateCertificate } from '../../test/certificate'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant, buildPerson, type SignedIn } from '../../test/merchant'
import { startTestServer } from '../../test/server'
import { captureJobs, mountCapture } from '..'
import { captureEntity, receivedInvoiceEntity } from '../entity'
import { mailboxEntity, mailboxMessageEntity } from './entity'

interface Part {
  name: string
  bytes: Uint8Array
  type?: string
  isInline?: boolean
}

/** A mail as a mail program sends it. */
function mail(messageId: string | undefined, parts: Part[], text = '您好，发票请见附件。'): string {
  const base64 = (bytes: Uint8Array | string) =>
    Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
  const bodies = parts.map(({ name, bytes, type = 'application/octet-stream', isInline }) =>
    [
      `Content-Type: ${type}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: ${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
      '',
      base64(bytes),
    ].join('\r\n'),
  )
  const body = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(text),
  ].join('\r\n')
  return [
    'From: =?UTF-8?B?5byA56Wo5bmz5Y+w?= <fapiao@platform.example.test>',
    'To: shoupiao@company.example.test',
    'Subject: =?UTF-8?B?5oKo5pyJ5LiA5byg5paw5Y+R56Wo?=',
    'Date: Fri, 20 Nov 2026 10:00:00 +0800',
    ...(messageId ? [`Message-ID: <${messageId}>`] : []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    ...[body, ...bodies].flatMap((part) => ['--b1', part]),
    '--b1--',
    '',
  ].join('\r\n')
}

const invoice = (number: string): Says => ({ type: 'pdf', source: 'pdf', number })
const pdf = (number: string): Part => ({ name: `dzfp_${number}.pdf`, bytes: fileThatSays(invoice(number)) })
const NUMBERS = ['26312000000000000201', '26312000000000000202', '26312000000000000203'] as const

describeOnDatabases('a watched mailbox', (open) => {
  let ground: TestGround
  let finance: SignedIn
  let merchantId: string
  beforeAll(async () => {
    ground = createTestGround(await open(), { env: { WEBHOOK_PRIVATE_HOSTS: 'on' } })
    ;({ merchantId } = await buildMerchant(ground))
    finance = await buildPerson(ground, merchantId, 'finance')
  })
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    for (const entity of [captureEntity, receivedInvoiceEntity, mailboxEntity, mailboxMessageEntity]) {
      await ground.db.manager.deleteAll(entity)
    }
  })

  async function watch(overrides: Record<string, unknown> = {}) {
    const imap = await startImapSimulator({ login: 'in@company.example.test', password: '密码 "x"\\' })
    const deps = captureDeps(ground, madeUpReader())
    const server = await startTestServer(ground, (guard) => mountCapture(guard, deps))
    closing.push(
      () => imap.close(),
      () => server.close(),
    )
    const client = server.client(finance.token)
    const mailbox = await client('POST /api/v1/merchant/mailboxes', {
      body: {
        host: '127.0.0.1',
        port: imap.port,
        security: 'none',
        login: 'in@company.example.test',
        password: '密码 "x"\\',
        ...overrides,
      },
    })
    const worker = createWorker(ground, captureJobs(deps))
    const look = async () => {
      ground.clock.advance(6 * 60_000)
      await worker.drain()
      return client('GET /api/v1/merchant/mailboxes', {})
    }
    const messages = async () =>
      (await client('GET /api/v1/merchant/mailboxes/:id/messages', { params: { id: mailbox.id } })).items
    return { imap, client, mailbox, look, messages }
  }
  const poolNumbers = async () => {
    const rows = await ground.db.manager.findBy(receivedInvoiceEntity, { merchantId })
    return rows.map(({ number }) => number).sort()
  }
  const fetches = ({ commands }: ImapSimulator) => commands.filter((each) => each.includes('BODY.PEEK[]'))

  test('is read once: attachments go into the pool, links are listed, pictures in the text are left', async () => {
    const { imap, look, messages } = await watch()
    const logo: Part = {
      name: 'logo.png',
      bytes: fileThatSays({ type: 'png', source: 'ocr' }),
      type: 'image/png',
      isInline: true,
    }
    const note: Part = { name: '说明.txt', bytes: fileThatSays({ type: 'other', source: 'ocr' }) }
    imap.deliver(mail('one@example.test', [pdf(NUMBERS[0]), logo, note]))
    imap.deliver(mail('two@example.test', [], '请到 https://fp.example.test/d?c=1&amp;k=2 下载'))
    await look()
    expect(await poolNumbers()).toEqual([NUMBERS[0]])
    expect(await messages()).toMatchObject([
      { attachments: 0, links: ['https://fp.example.test/d?c=1&k=2'], subject: '您有一张新发票' },
      { attachments: 1, links: [], sender: 'fapiao@platform.example.test' },
    ])
    const [capture] = await ground.db.manager.findBy(captureEntity, { merchantId })
    expect(capture).toMatchObject({
      source: 'mail',
      personId: finance.userId,
      fileName: `dzfp_${NUMBERS[0]}.pdf`,
    })
    imap.deliver(mail('three@example.test', [pdf(NUMBERS[1])]))
    await look()
    await look()
    expect(fetches(imap)).toHaveLength(3)
    expect(await poolNumbers()).toEqual([NUMBERS[0], NUMBERS[1]])
    expect(imap.commands.filter((each) => /STORE|EXPUNGE|COPY|^SELECT/.test(each))).toEqual([])
  })

  test('a folder that is counted anew, or a mail that comes twice, is taken once', async () => {
    const { imap, look, messages } = await watch()
    imap.deliver(mail('one@example.test', [pdf(NUMBERS[0])]))
    imap.deliver(mail(undefined, [pdf(NUMBERS[1])]))
    await look()
    imap.deliver(mail('one@example.test', [pdf(NUMBERS[0])]))
    await look()
    expect(await messages()).toHaveLength(2)
    imap.renumber()
    await look()
    const attempts = await ground.db.manager.findBy(captureEntity, { merchantId })
    // Only the mail without a Message-ID cannot be known again; its invoice is, and shows as a duplicate.
    expect(attempts.map(({ isDuplicate }) => isDuplicate).sort()).toEqual([false, false, true])
    expect(await poolNumbers()).toEqual([NUMBERS[0], NUMBERS[1]])
  })

  test('says why it cannot be read, and goes on once it can', async () => {
    const { imap, client, mailbox, look } = await watch({ password: 'wrong' })
    imap.deliver(mail('one@example.test', [pdf(NUMBERS[2])]))
    expect((await look()).items).toMatchObject([{ problem: 'login_refused' }])
    const params = { id: mailbox.id }
    await client('PATCH /api/v1/merchant/mailboxes/:id', {
      params,
      body: { password: '密码 "x"\\', folder: 'Nowhere' },
    })
    expect((await look()).items).toMatchObject([{ problem: 'folder_missing' }])
    const changed = await client('PATCH /api/v1/merchant/mailboxes/:id', {
      params,
      body: { folder: 'INBOX' },
    })
    expect(changed).not.toHaveProperty('password')
    expect((await look()).items[0]?.problem).toBeUndefined()
    expect(await poolNumbers()).toEqual([NUMBERS[2]])
    await imap.close()
    expect((await look()).items).toMatchObject([{ problem: 'unreachable' }])
    const row = await ground.db.manager.findOneByOrFail(mailboxEntity, { id: mailbox.id })
    expect(row.password).not.toContain('密码')
    expect(ground.logLines.join('\n')).not.toContain('密码')
  })

  test('no password goes over the network in the clear, and no unknown certificate is trusted', async () => {
    const { client } = await watch()
    const body = {
      host: 'imap.example.test',
      login: 'a@example.test',
      password: 'x',
      security: 'none' as const,
    }
    await expect(client('POST /api/v1/merchant/mailboxes', { body })).rejects.toMatchObject({
      problem: { fields: [{ path: 'security', code: 'mailbox.insecure' }] },
    })
    const imap = await startImapSimulator({ login: 'a', password: 'b', tls: await generateCertificate() })
    closing.push(() => imap.close())
    const deps = captureDeps(ground, madeUpReader())
    const secure = { host: '127.0.0.1', port: imap.port, security: 'tls' as const, login: 'a', password: 'b' }
    const mailbox = await client('POST /api/v1/merchant/mailboxes', { body: secure })
    ground.clock.advance(60_000)
    await createWorker(ground, captureJobs(deps)).drain()
    const row = await ground.db.manager.findOneByOrFail(mailboxEntity, { id: mailbox.id })
    expect(row.problem).toBe('certificate')
    expect(imap.commands).toEqual([])
  })
})

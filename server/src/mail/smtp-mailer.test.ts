import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MailSink, startMailSink } from '../simulators/mail'
import { messageProblem, oneLine } from './check-message'
import { escapeHtml } from './escape-html'
import { type Mailer, type MailMessage, unconfiguredMailer } from './mailer'
import { createSmtpMailer } from './smtp-mailer'

const folder = mkdtempSync(join(tmpdir(), 'piaoma-mail-'))
let sink: MailSink
let mailer: Mailer
beforeAll(async () => {
  sink = await startMailSink({ data: folder })
})
beforeEach(async () => {
  mailer = createSmtpMailer({ url: sink.smtpUrl, from: '票码 Piaoma <invoice@fp.example.cn>' })
  sink.faults.set([])
  await sink.store.clear()
})
afterEach(() => mailer.close())
afterAll(async () => {
  await sink.close()
  rmSync(folder, { recursive: true, force: true })
})

let count = 0
function buildMessage(overrides: Partial<MailMessage> = {}): MailMessage {
  count += 1
  return {
    messageId: `<test-${count}@fp.example.cn>`,
    to: 'guest@example.com',
    subject: '【滨江饭店】您的电子发票',
    text: '第一行\nSecond line',
    html: '<p>第一行</p>',
    attachments: [],
    ...overrides,
  }
}

const received = async () => Promise.all(sink.store.list().map(({ id }) => sink.store.open(id)))

describe('sending over a real connection', () => {
  test('subject, texts and attachments with Chinese names arrive unharmed', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256)
    const fileName = 'dzfp_25942000000012345678_江东市滨江饭店有限公司_20261123120000.pdf'
    const message = buildMessage({ attachments: [{ fileName, mediaType: 'application/pdf', bytes }] })
    expect(await mailer.send(message)).toEqual({ outcome: 'sent' })

    const [mail] = await received()
    expect(mail).toMatchObject({
      from: 'invoice@fp.example.cn',
      to: ['guest@example.com'],
      subject: message.subject,
      messageId: message.messageId,
      attachments: [{ fileName, mediaType: 'application/pdf', size: bytes.length }],
    })
    expect(mail?.text).toContain('第一行')
    expect(mail?.html).toContain('<p>第一行</p>')
    expect(mail?.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-generated' })
    const stored = await sink.store.attachment(mail?.id ?? '', 0)
    expect(Buffer.from(stored?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  test('many mails share a few connections', async () => {
    const results = await Promise.all(Array.from({ length: 30 }, () => mailer.send(buildMessage())))
    expect(results.every(({ outcome }) => outcome === 'sent')).toBe(true)
    expect(sink.store.list()).toHaveLength(30)
  })
})

describe('failures', () => {
  const cases = [
    { kind: 'refuse', outcome: 'refused', problem: /^550 5\.1\.1/, kept: 0 },
    { kind: 'refuse_content', outcome: 'refused', problem: /^554 5\.7\.1/, kept: 0 },
    { kind: 'defer', outcome: 'retry', problem: /^451 4\.7\.1/, kept: 0 },
    { kind: 'defer_content', outcome: 'retry', problem: /^451 4\.3\.1/, kept: 0 },
    { kind: 'drop_before', outcome: 'unknown', problem: /./, kept: 0 },
    { kind: 'drop_after', outcome: 'unknown', problem: /./, kept: 1 },
  ] as const

  test.each(cases)('$kind is told as $outcome, and the next mail goes out', async (expected) => {
    sink.faults.set([{ kind: expected.kind, times: 1 }])
    const result = await mailer.send(buildMessage())
    expect(result.outcome).toBe(expected.outcome)
    expect(result).toHaveProperty('problem', expect.stringMatching(expected.problem))
    expect(sink.store.list()).toHaveLength(expected.kept)
    expect(await mailer.send(buildMessage())).toEqual({ outcome: 'sent' })
  })

  test('a server that answers too late leaves the outcome unknown', async () => {
    const impatient = createSmtpMailer({ url: sink.smtpUrl, from: 'a@example.cn', replyTimeoutMs: 150 })
    sink.faults.set([{ kind: 'slow', delayMs: 600, times: 1 }])
    expect((await impatient.send(buildMessage())).outcome).toBe('unknown')
    impatient.close()
  })

  test('nobody listens, or does not greet: nothing was taken', async () => {
    const silent = await listen(() => {})
    for (const url of ['smtp://127.0.0.1:1', silent.url]) {
      const other = createSmtpMailer({ url, from: 'a@example.cn', replyTimeoutMs: 200 })
      expect((await other.send(buildMessage())).outcome).toBe('retry')
      other.close()
    }
    silent.server.close()
  })

  test('a server that trickles for ever is cut off', async () => {
    const trickle = await listen((socket) => {
      socket.write('220 hello\r\n')
      const timer = setInterval(() => socket.write('250-still here\r\n'), 50)
      socket.on('close', () => clearInterval(timer))
    })
    const other = createSmtpMailer({ url: trickle.url, from: 'a@example.cn', mailTimeoutMs: 400 })
    expect((await other.send(buildMessage())).outcome).toBe('retry')
    other.close()
    trickle.server.close()
  })

  test('a refused log-in is our setting, not this mail: it is tried again', async () => {
    const strict = await listen((socket) => {
      socket.write('220 hello\r\n')
      socket.on('data', (line: Buffer) => {
        const isHello = line.toString().startsWith('EHLO')
        socket.write(isHello ? '250-hello\r\n250 AUTH PLAIN\r\n' : '535 5.7.8 no\r\n')
      })
    })
    const url = strict.url.replace('smtp://', 'smtp://user:wrong@')
    const other = createSmtpMailer({ url, from: 'a@example.cn' })
    expect(await other.send(buildMessage())).toMatchObject({ outcome: 'retry' })
    other.close()
    strict.server.close()
  })

  test('without SMTP_URL everything waits', async () => {
    expect(await unconfiguredMailer.send(buildMessage())).toMatchObject({ outcome: 'retry' })
  })
})

describe('injection', () => {
  const HOSTILE_TO = [
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\nBcc: b@example.com',
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a@example.com b@example.com',
    'Name <a@example.com>',
    '<a@example.com>',
    '"a b"@example.com',
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'group:a@example.com;',
    'a@example.com (comment)',
    'a@@example.com',
    'a@localhost',
    '',
  ]
  test.each(HOSTILE_TO)('no mail leaves for the address %j', async (to) => {
    expect((await mailer.send(buildMessage({ to }))).outcome).toBe('refused')
    expect(sink.store.list()).toHaveLength(0)
  })

  test.each([
    'a\r\nBcc: b@example.com',
    'a\nX: y',
    'a\rX: y',
    'a\u2028b',
    'a\u202eb',
    'a\0b',
    '',
  ])('no mail leaves with the subject %j', async (subject) => {
    expect((await mailer.send(buildMessage({ subject }))).outcome).toBe('refused')
  })

  test.each(['<a@b>\r\nX: y', 'a@b', '<a b@c>', '<a@b@c>', ''])('refuses the Message-ID %j', (messageId) => {
    expect(messageProblem(buildMessage({ messageId }))).toMatch(/Message-ID/)
  })

  test.each(['a\r\nb.pdf', '../x.pdf', 'a\\b.pdf', ''])('refuses the file name %j', (fileName) => {
    const attachments = [{ fileName, mediaType: 'application/pdf', bytes: new Uint8Array() }]
    expect(messageProblem(buildMessage({ attachments }))).toMatch(/file name/)
  })

  test('a name that looks like a header, made one line, stays inside the subject', async () => {
    const subject = oneLine('公司\r\nBcc: victim@example.com\r\n\r\n<h1>hi</h1>')
    expect(await mailer.send(buildMessage({ subject }))).toEqual({ outcome: 'sent' })
    const [mail] = await received()
    expect(mail?.subject).toBe('公司 Bcc: victim@example.com <h1>hi</h1>')
    expect(mail?.headers.some(({ name }) => name.toLowerCase() === 'bcc')).toBe(false)
    expect(mail?.to).toEqual(['guest@example.com'])
  })

  test('the text of a mail cannot end it early', async () => {
    const text = 'before\r\n.\r\nMAIL FROM:<evil@example.com>\r\n..after'
    expect(await mailer.send(buildMessage({ text }))).toEqual({ outcome: 'sent' })
    const mails = await received()
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain('MAIL FROM:<evil@example.com>')
    expect(mails[0]?.text).toContain('..after')
  })

  test('oneLine always gives what a subject and a file name may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const line = oneLine(text)
        fc.pre(line !== '')
        expect(messageProblem(buildMessage({ subject: line }))).toBeUndefined()
      }),
      { numRuns: 10_000 },
    )
  })

  test('escapeHtml leaves nothing that could open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';') }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(escapeHtml(text).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/&/)
      }),
    )
  })
})

async function listen(onSocket: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

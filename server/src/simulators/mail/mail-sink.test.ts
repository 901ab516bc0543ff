import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSmtpMailer, type MailMessage } from '../../mail'
import { bundleProgram } from '../../test/bundle-program'
import { type MailSink, startMailSink } from './mail-sink'
import type { MailDetail, MailSummary } from './mail-store'

const folder = mkdtempSync(join(tmpdir(), 'piaoma-sink-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let sink: MailSink
let data: string
beforeEach(async () => {
  data = mkdtempSync(join(folder, 'data-'))
  sink = await startMailSink({ data })
})
afterEach(() => sink.close())

const PDF = Buffer.from('%PDF-1.7 not really')
const message: MailMessage = {
  messageId: '<one@fp.example.cn>',
  to: 'guest@example.com',
  subject: '您的电子发票 <b>',
  text: '你好',
  html: '<script>alert(1)</script><p style="color:#123456">你好</p><img src="http://evil.example/x.png">',
  attachments: [{ fileName: '发票 "1".pdf', mediaType: 'application/pdf', bytes: PDF }],
}

async function send(url: string, overrides: Partial<MailMessage> = {}) {
  const mailer = createSmtpMailer({ url, from: '票码 <invoice@fp.example.cn>' })
  const result = await mailer.send({ ...message, ...overrides })
  mailer.close()
  return result
}

const api = async (path: string, options?: RequestInit) => fetch(`${sink.httpUrl}${path}`, options)
const json = async <T = MailSummary[]>(path: string) => (await (await api(path)).json()) as T

describe('the JSON interface', () => {
  test('lists mails, opens them and hands out their attachments as they were', async () => {
    await send(sink.smtpUrl)
    const [summary] = await json('/api/messages?to=guest@example.com')
    if (!summary) throw new Error('no mail came')
    expect(summary).toMatchObject({
      subject: message.subject,
      messageId: message.messageId,
      to: ['guest@example.com'],
    })
    const detail = await json<MailDetail>(`/api/messages/${summary.id}`)
    expect(detail.sender).toBe('票码 <invoice@fp.example.cn>')
    const sha256 = createHash('sha256').update(PDF).digest('hex')
    expect(detail.attachments).toEqual([
      { index: 0, fileName: '发票 "1".pdf', mediaType: 'application/pdf', size: PDF.length, sha256 },
    ])
    const file = await api(`/api/messages/${summary.id}/attachments/0`)
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(Buffer.from(await file.arrayBuffer()).equals(PDF)).toBe(true)
    const raw = await (await api(`/api/messages/${summary.id}/raw`)).text()
    expect(raw).toContain(`Message-ID: ${message.messageId}`)
    expect(await json('/api/messages?to=somebody@example.com')).toEqual([])
  })

  test('tells twins by their Message-ID', async () => {
    await send(sink.smtpUrl)
    await send(sink.smtpUrl, { messageId: '<two@fp.example.cn>' })
    expect(await json('/api/twins')).toEqual([])
    await send(sink.smtpUrl)
    expect(await json('/api/twins')).toEqual([
      { messageId: message.messageId, ids: [expect.any(String), expect.any(String)] },
    ])
    expect(await json(`/api/messages?messageId=${encodeURIComponent(message.messageId)}`)).toHaveLength(2)
  })

  test('faults are switched, used up and cleared', async () => {
    const faults = [{ kind: 'defer', to: '@example.com', times: 1 }]
    const headers = { 'content-type': 'application/json' }
    await api('/api/faults', { method: 'PUT', headers, body: JSON.stringify(faults) })
    expect(await json('/api/faults')).toEqual(faults)
    expect((await send(sink.smtpUrl)).outcome).toBe('retry')
    expect((await send(sink.smtpUrl)).outcome).toBe('sent')
    await api('/api/faults', { method: 'PUT', headers, body: JSON.stringify([{ kind: 'refuse' }]) })
    expect((await api('/api/faults', { method: 'DELETE' })).status).toBe(204)
    expect((await send(sink.smtpUrl)).outcome).toBe('sent')
  })

  test.each([
    '{}',
    '[{"kind":"explode"}]',
    '[{"kind":"slow","delayMs":-1}]',
    '[{"kind":"refuse","times":0}]',
  ])('refuses the faults %s', async (body) => {
    const headers = { 'content-type': 'application/json' }
    expect((await api('/api/faults', { method: 'PUT', headers, body })).status).toBe(422)
  })

  test('knows neither unknown mails nor paths', async () => {
    for (const path of ['/api/messages/none', '/api/messages/..%2fx/raw', '/messages/none', '/nothing'])
      expect((await api(path)).status).toBe(404)
  })
})

describe('the pages', () => {
  test('show text as text and run nothing of the mail', async () => {
    await send(sink.smtpUrl)
    const list = await api('/')
    const listText = await list.text()
    expect(listText).toContain('您的电子发票 &lt;b&gt;')
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'")

    const id = (await json('/api/messages'))[0]?.id
    const page = await (await api(`/messages/${id}`)).text()
    expect(page).not.toContain('<script')
    const [, sandbox, srcdoc] = /<iframe[^>]*sandbox="([^"]*)"[^>]*srcdoc="([^"]*)"/.exec(page) ?? []
    expect(sandbox).not.toMatch(/allow-(scripts|same-origin|forms|top-navigation)/)
    expect(srcdoc).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(srcdoc).toContain('Content-Security-Policy')
    expect(page).toContain(`/api/messages/${id}/attachments/0`)
  })
})

describe('durability', () => {
  test('what was taken is there after a restart, newest first', async () => {
    await send(sink.smtpUrl)
    await send(sink.smtpUrl, { messageId: '<two@fp.example.cn>', subject: '第二封' })
    const before = await json('/api/messages')
    await sink.close()
    sink = await startMailSink({ data })
    const after = await json('/api/messages')
    expect(after).toEqual(before)
    expect(after[0]?.subject).toBe('第二封')
    await api('/api/messages', { method: 'DELETE' })
    expect(readdirSync(data).filter((name) => name.endsWith('.eml'))).toEqual([])
  })

  test('a mail over the limit is refused and not kept', async () => {
    const bytes = Buffer.alloc(42 * 1024 * 1024)
    const attachments = [{ fileName: 'big.bin', mediaType: 'application/octet-stream', bytes }]
    expect((await send(sink.smtpUrl, { attachments })).outcome).toBe('refused')
    expect(await json('/api/messages')).toEqual([])
  })
})

describe('the program', () => {
  let script: string
  beforeAll(async () => {
    script = await bundleProgram(fileURLToPath(new URL('./main.ts', import.meta.url)))
  })
  afterAll(() => rmSync(script, { force: true }))
  async function startProgram(): Promise<{
    child: ChildProcess
    ready: { smtpUrl: string; httpUrl: string }
  }> {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, MAIL_SINK_DATA: data, SMTP_PORT: '', HTTP_PORT: '' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const line = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (chunk) => resolve(`${chunk}`)),
    )
    return { child, ready: JSON.parse(line) }
  }
  const ending = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve))

  test('says one JSON line when ready, works, and ends when its parent lets go', async () => {
    const { child, ready } = await startProgram()
    expect((await send(ready.smtpUrl)).outcome).toBe('sent')
    expect(await (await fetch(`${ready.httpUrl}/api/messages`)).json()).toHaveLength(1)
    const ended = ending(child)
    child.disconnect()
    expect(await ended).toBe(0)
  })

  test('keeps what it acknowledged when it is killed, and ends cleanly on SIGTERM', async () => {
    const first = await startProgram()
    expect((await send(first.ready.smtpUrl)).outcome).toBe('sent')
    const killed = ending(first.child)
    first.child.kill('SIGKILL')
    await killed
    const second = await startProgram()
    expect(await (await fetch(`${second.ready.httpUrl}/api/messages`)).json()).toHaveLength(1)
    const ended = ending(second.child)
    second.child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})

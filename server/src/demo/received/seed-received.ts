import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@piaoma/shared/client'
import type { Role, UploadView } from '@piaoma/shared/contract'
import { captureEntity } from '../../capture/entity'
import type { Ground } from '../../ground'
import { addMember, openSession, userEntity } from '../../merchants'
import type { DemoSample } from './samples'

/** Who receives invoices in the demo. Their password is the owner's. */
export const EMPLOYEE = { name: '李小雨', login: 'employee@piaoma.local', role: 'employee' as const }
export const FINANCE = { name: '周会计', login: 'finance@piaoma.local', role: 'finance' as const }

/** A member of the demo's restaurant, made once. */
export async function ensurePerson(
  ground: Ground,
  merchantId: string,
  person: { name: string; login: string; role: Role; password: string },
): Promise<string> {
  const user = await ground.db.manager.findOneBy(userEntity, { login: person.login })
  if (user) return user.id
  const added = await addMember(ground, { merchantId, actor: 'system' }, person)
  return added.user.id
}

/** These are in the pool already when somebody looks, each in another state. */
const SEEDED = ['office.pdf', 'office.xml', 'hotel.ofd', 'printing.pdf', 'consulting.xml', 'furniture.pdf']
const PATIENCE_MS = 60_000

/**
 * Takes invoices in as the employee would, over HTTP: good ones, a duplicate, one that was altered, one that nobody
 * knows, one that was reversed, one to fill in. Puts the hotel on a sheet that waits for finance. Does nothing when somebody has
 * received anything before.
 */
export async function seedReceived(
  ground: Ground,
  demo: {
    baseUrl: string
    merchantId: string
    userId: string
    samples: readonly DemoSample[]
    /** Payload of a QR code that he scanned. */
    scan: string
  },
): Promise<void> {
  const { baseUrl, merchantId, userId, samples, scan } = demo
  if (await ground.db.manager.existsBy(captureEntity, { merchantId })) return
  const { token } = await ground.db.transaction((tx) =>
    openSession(ground, tx.manager, { userId, merchantId }),
  )
  const headers = { authorization: `Bearer ${token}` }
  const employee = createClient({
    headers: () => headers,
    transport: async ({ method, path, headers: given, body }) => {
      const answer = await fetch(baseUrl + path, { method, headers: given, body: body ?? null })
      return { status: answer.status, body: await answer.text(), headers: Object.fromEntries(answer.headers) }
    },
  })
  const invoiceIds: Record<string, string> = {}
  for (const file of SEEDED) {
    const sample = samples.find((each) => each.file === file)
    if (!sample) throw new Error(`the demo has no ${file}`)
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await sample.make())]), file)
    const answer = await fetch(`${baseUrl}/api/v1/merchant/captures`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': `demo-${file}-${merchantId}` },
      body: form,
    })
    if (answer.status !== 202) throw new Error(`the demo’s ${file}: HTTP ${answer.status}`)
    const { id } = (await answer.json()) as UploadView
    // One after another, so that the list shows them in this order and the duplicate comes second.
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      const upload = await employee('GET /api/v1/merchant/uploads/:id', { params: { id } })
      const invoice = upload.captures[0]?.invoice
      if (upload.isDone && invoice) invoiceIds[file] = invoice.id
      if (upload.isDone) break
      if (Date.now() > until) throw new Error(`the demo’s ${file} was not read in time`)
      await sleep(200)
    }
  }
  // A code tells number, date and total; the rest is for a person to fill in.
  await employee('POST /api/v1/merchant/captures/scans', {
    body: { qr: scan },
    idempotencyKey: `demo-scan-${merchantId}`,
  })
  await handIn(employee, invoiceIds['hotel.ofd'] ?? '')
}

/** A sheet of the employee's that finance may approve. */
async function handIn(employee: ReturnType<typeof createClient>, invoiceId: string): Promise<void> {
  const body = { title: '杭州出差', invoiceIds: [invoiceId] }
  const sheet = await employee('POST /api/v1/merchant/sheets', {
    body,
    idempotencyKey: `demo-sheet-${invoiceId}`,
  })
  await employee('POST /api/v1/merchant/sheets/:id/actions', {
    params: { id: sheet.id },
    body: { version: sheet.version, action: 'submit' },
  })
}

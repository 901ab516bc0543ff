import { createHmac, timingSafeEqual } from 'node:crypto'
import Router from '@koa/router'
import { shanghaiDate } from '@piaoma/shared/invoice'
import { RECEIVED_KINDS } from '@piaoma/shared/received'
import { z } from 'zod'
import { jsonOf, rawBody } from '../../raw-body'
import { createDesk, type Fact } from '../../verification/desk'
import type { Bureau } from '../core/bureau'
import type { LedgerEntry } from '../core/types'
import type { Apps } from '../door-nuonuo/apps'
import type { KnownInvoices } from './known-invoices'

export interface VerifyDoor {
  bureau: Bureau
  apps: Apps
  known: KnownInvoices
  now: () => number
}

const MAX_BODY_BYTES = 16 * 1024
const CLOCK_SKEW_MS = 300_000

const questionSchema = z.strictObject({
  kind: z.enum(RECEIVED_KINDS),
  code: z.string().optional(),
  number: z.string(),
  issuedOn: z.iso.date(),
  amountFen: z.int().optional(),
  totalFen: z.int().optional(),
  checkCode: z.string().length(6).optional(),
})

/**
 * `POST /inv-veri/check`: the bureau's own 查验 of what it issued or was told to know. Signed with the app's secret:
 * `x-signature` = hex HMAC-SHA256 of `x-timestamp`, a line feed, and the body.
 */
export function verifyRoutes(door: VerifyDoor): Router {
  const { bureau, known, now } = door
  const desk = createDesk(
    (code, number) => {
      const fact = known.find(code, number) ?? issued(bureau.ledger.all(), code, number)
      return fact && { ...fact, state: known.state(code, number) ?? fact.state }
    },
    () => shanghaiDate(now()),
  )
  const router = new Router()
  router.post('/inv-veri/check', async (ctx) => {
    const body = (await rawBody(ctx.req, MAX_BODY_BYTES)) ?? ctx.throw(413)
    if (!isSigned(door, (name) => ctx.get(name), body)) {
      ctx.status = 401
      ctx.body = { result: 'denied' }
      return
    }
    const question = questionSchema.safeParse(jsonOf(body))
    if (!question.success) return ctx.throw(422, 'not a question')
    const { kind, code, number, issuedOn, amountFen, totalFen, checkCode } = question.data
    const answer = desk.ask({
      kind,
      number,
      issuedOn,
      ...(code === undefined ? {} : { code }),
      ...(amountFen === undefined ? {} : { amountFen }),
      ...(totalFen === undefined ? {} : { totalFen }),
      ...(checkCode === undefined ? {} : { checkCode }),
    })
    ctx.body =
      answer.result === 'found' ? { result: 'found', invoice: answer.fact, tries: answer.tries } : answer
  })
  return router
}

function isSigned(door: VerifyDoor, header: (name: string) => string, body: Buffer): boolean {
  const secret = door.apps.secret(header('x-app-key'))
  const timestamp = header('x-timestamp')
  if (secret === undefined || !(Math.abs(door.now() - Number(timestamp)) < CLOCK_SKEW_MS)) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}\n`).update(body).digest('hex')
  const given = header('x-signature')
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

/** What the bureau issued itself. */
function issued(ledger: readonly LedgerEntry[], code: string | undefined, number: string): Fact | undefined {
  const entry = code === undefined ? ledger.find((each) => each.number === number) : undefined
  if (!entry) return undefined
  const { model } = entry
  return {
    kind: model.kind === 'special' ? 'digital_special' : 'digital_normal',
    number,
    issuedOn: shanghaiDate(entry.issuedAt),
    amountFen: entry.amountFen,
    taxFen: entry.taxFen,
    totalFen: entry.totalFen,
    buyerName: model.buyer.name,
    ...(model.buyer.taxpayerId ? { buyerTaxpayerId: model.buyer.taxpayerId } : {}),
    sellerName: model.seller.name,
    sellerTaxpayerId: entry.taxNum,
    lines: model.lines.map(({ name, amountFen, taxFen, taxRate }) => ({ name, amountFen, taxFen, taxRate })),
    ...(model.remark ? { remark: model.remark } : {}),
    state: 'normal',
  }
}

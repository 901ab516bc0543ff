import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import { tokenFromBytes } from '@piaoma/shared/codes'
import type { OrderLine } from '@piaoma/shared/invoice'
import { maskName } from '@piaoma/shared/taxpayer'
import Koa, { type Context } from 'koa'
import { createIds, sha256 } from '../ids'
import { answerBench } from './processes'
import { rawMysql, rawSqlite } from './raw-databases'
import { type RawDatabase, type Row, SQL, type Statement } from './raw-sql'

const ids = createIds({ now: Date.now })

/**
 * Bare Koa before a bare driver, on the very database of the service: what the same work costs without validation,
 * errors, headers, metrics, log, retries and entities.
 */
export async function baselineProcess(): Promise<void> {
  const url = process.env.BENCH_DATABASE ?? ''
  const database = url.startsWith('mysql:') ? rawMysql(url, 20) : rawSqlite(url)
  const app = new Koa()
  app.use(bodyParser({ enableTypes: ['json'] }))
  app.use(async (ctx) => {
    if (ctx.method === 'GET') ctx.body = await readCode(database, ctx.path.slice('/code/'.length))
    else {
      ctx.status = 201
      ctx.body = await (ctx.path === '/applications' ? acceptApplication : insertCode)(database, ctx)
    }
  })
  const server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  answerBench(`http://127.0.0.1:${port}`, {}, async () => server.closeAllConnections())
}

/** One SELECT with its three joins, answered as it comes. */
async function readCode(database: RawDatabase, token: string): Promise<Row> {
  const [row] = await database.read(SQL.findCode, [token])
  if (!row) throw new Error('the baseline did not find its code')
  return row
}

interface Request {
  codes: [string]
  buyer: { name: string }
  kind: string
}

/** SELECT of the idempotency key, SELECT of the code; BEGIN, UPDATE of the code, four INSERTs, COMMIT. */
async function acceptApplication(database: RawDatabase, ctx: Context): Promise<object> {
  const request = (ctx.request as unknown as { body: Request }).body
  const key = sha256(ctx.get('idempotency-key'))
  const known = await database.read(SQL.findAnswer, [key])
  if (known.length > 0) throw new Error('the bench repeats a key')
  const code = await readCode(database, request.codes[0])
  const answer = { id: ids.ulid(), token: ids.secret(), status: 'submitted' }
  await database.write(acceptance(request, code, answer, key))
  return answer
}

function acceptance(
  request: Request,
  code: Row,
  answer: { id: string; token: string; status: string },
  key: string,
): Statement[] {
  const now = Date.now()
  const { buyer } = request
  const [codeId, merchantId, storeId, taxpayerId] = ['id', 'merchantId', 'storeId', 'taxpayerId'].map(
    (name) => String(code[name]),
  ) as [string, string, string, string]
  const application = [
    ...[answer.id, merchantId, storeId, taxpayerId, answer.token, answer.status],
    ...[1, 'order', request.kind, JSON.stringify(buyer), buyer.name, null, null, null],
    ...[textOf(code.lines), Number(code.amountFen), null, null, null, 'zh-CN', 0, now, now],
  ]
  const payload = JSON.stringify({ applicationId: answer.id })
  return [
    [SQL.reserveCode, [maskName(buyer.name), now, now, codeId, now, now]],
    [SQL.insertApplication, application],
    [SQL.insertUse, [ids.ulid(), merchantId, answer.id, codeId, codeId]],
    [SQL.insertJob, [ids.ulid(), 'issuing.request', payload, answer.id, 0, now, 0, null, null, now]],
    [SQL.insertAnswer, [key, sha256(JSON.stringify(request)), 201, JSON.stringify(answer), now]],
  ]
}

interface Order {
  orderNo: string
  lines: OrderLine[]
  /** For the baseline only: it looks up neither key nor store. */
  owner: { merchantId: string; storeId: string; taxpayerId: string }
}

/** SELECT of the idempotency key; BEGIN, INSERT of code, history and answer, COMMIT. */
async function insertCode(database: RawDatabase, ctx: Context): Promise<object> {
  const { owner, orderNo, lines } = (ctx.request as unknown as { body: Order }).body
  const key = sha256(ctx.get('idempotency-key'))
  const known = await database.read(SQL.findAnswer, [key])
  if (known.length > 0) throw new Error('the bench repeats a key')
  const now = Date.now()
  const id = ids.ulid()
  const answer = { id, orderNo, code: tokenFromBytes(ids.bytes(17)) }
  const { merchantId } = owner
  const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  const code = [
    ...[id, merchantId, owner.storeId, owner.taxpayerId, 'order', 'active', 'api', answer.code],
    ...[id.slice(-16), orderNo, `no:${orderNo}`, null, JSON.stringify(lines), amountFen, null, null],
    ...['["normal","special"]', null, null, now + 86_400_000, null, null, now, now],
  ]
  await database.write([
    [SQL.insertCode, code],
    [SQL.insertAudit, [ids.ulid(), merchantId, 'code', id, 'key:bench', 'create', orderNo, now]],
    [SQL.insertAnswer, [key, sha256(JSON.stringify(lines)), 201, JSON.stringify(answer), now]],
  ])
  return answer
}

/** MySQL parses its JSON columns, MariaDB and SQLite hand over text. */
const textOf = (json: unknown): string => (typeof json === 'string' ? json : JSON.stringify(json))

import Router from '@koa/router'
import type { Bureau } from '../core/bureau'
import type { FaultBoard } from '../faults/board'
import type { FaultSubject } from '../faults/types'
import type { Journal } from '../journal'
import { CONTENT_TYPES, FORMATS, type Format, type Shelf } from './shelf'

interface Parts {
  bureau: Bureau
  faults: FaultBoard
  journal: Journal
  shelf: Shelf
  now: () => number
}

/** `GET /files/KEY.pdf|ofd|xml`: the originals, to whoever holds the unguessable address. */
export function documentRoutes({ bureau, faults, journal, shelf, now }: Parts): Router {
  const router = new Router()
  router.get('/files/:name', async (ctx) => {
    const [fileKey = '', extension = ''] = (ctx.params.name ?? '').split('.')
    const format = FORMATS.find((known) => known === extension)
    const entry = bureau.ledger.invoiceByFileKey(fileKey)
    if (format === undefined || entry === undefined) return
    const { taxNum, serial: orderNo } = entry
    const subject: FaultSubject = { taxNum, orderNo, buyerName: entry.model.buyer.name, format }
    const write = (verdict: string) =>
      journal.write({ at: now(), door: 'files', method: format, taxNum, orderNo, verdict })
    if (faults.take('missing_file', subject) !== undefined) {
      write('fault missing_file')
      return
    }
    const isWrong = faults.take('wrong_file', subject) !== undefined
    write(isWrong ? 'fault wrong_file' : 'served')
    ctx.type = CONTENT_TYPES[format]
    ctx.body = Buffer.from(await (isWrong ? shelf.getWrong(entry, format) : shelf.get(entry, format)))
  })
  return router
}

/** Address of one file under the base URL the door was asked at. */
export function fileUrl(baseUrl: string, fileKey: string, format: Format): string {
  return `${baseUrl}/files/${fileKey}.${format}`
}

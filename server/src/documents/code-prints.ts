import { formatShortCode, linkFor } from '@piaoma/shared/codes'
import { type FoundCode, findCode } from '../codes/find-code'
import { limitGuesses } from '../codes/limit-guesses'
import type { Ground } from '../ground'
import { AppError, type Guard, type RateLimits } from '../http'
import { qrImage, renderTableCard } from './table-card'

/** The printed sides of a code: QR pictures and table cards. Whoever has the code may print it. */
export function mountPrints(guard: Guard, ground: Ground, limits: RateLimits): void {
  const find = async (ip: string, text: string): Promise<FoundCode> => {
    try {
      return await limitGuesses(limits, ip, [text], () => findCode(ground, text))
    } catch (error) {
      throw error instanceof AppError && error.code === 'code.too_old'
        ? new AppError('code.not_found')
        : error
    }
  }
  const link = (code: FoundCode) => linkFor(ground.publicUrl, code.token)
  guard('GET /api/v1/codes/:code/qr.svg', 'lookup', async ({ ctx, params, query }) => {
    const code = await find(ctx.ip, params.code)
    return qrImage(link(code), { format: 'svg', purpose: query.purpose })
  })
  guard('GET /api/v1/codes/:code/qr.png', 'lookup', async ({ ctx, params, query }) => {
    const code = await find(ctx.ip, params.code)
    return Buffer.from(
      await qrImage(link(code), { format: 'png', purpose: query.purpose, scale: query.scale }),
    )
  })
  guard('GET /api/v1/codes/:code/table-card.pdf', 'lookup', async ({ ctx, params, query }) => {
    const code = await find(ctx.ip, params.code)
    const card = await renderTableCard({
      merchantName: code.merchantName,
      storeName: code.storeName,
      ...(code.title ? { title: code.title } : {}),
      url: link(code),
      shortCode: formatShortCode(code.shortCode),
      kind: code.kind,
      size: query.size,
    })
    ctx.attachment(`table-card-${code.shortCode}.pdf`, { type: 'inline' })
    return Buffer.from(card)
  })
}

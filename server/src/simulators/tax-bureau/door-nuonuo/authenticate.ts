import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Apps } from './apps'
import type { Coded } from './replies'

/** How far the caller's clock may be off. */
const TIMESTAMP_WINDOW_MS = 10 * 60 * 1000

export interface SignedRequest {
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/**
 * Checks app, time, signature over the raw body, token and taxpayer; the taxpayers the caller may act for, or the
 * gateway's code. Source: NuoNuo open platform, 公共异常码.
 */
export function authenticate(
  apps: Apps,
  now: number,
  { query, headers, body }: SignedRequest,
): string[] | Coded {
  const appKey = query.get('appkey') ?? ''
  const secret = apps.secret(appKey)
  if (secret === undefined) return { code: '070101', describe: '获取app密钥失败或appkey无效' }
  const senid = query.get('senid') ?? ''
  const nonce = query.get('nonce') ?? ''
  const timestamp = query.get('timestamp') ?? ''
  if (!/^[0-9a-zA-Z]{32}$/.test(senid) || !/^\d{8}$/.test(nonce) || !/^\d{10}$/.test(timestamp)) {
    return { code: '0201', describe: '输入参数格式有误' }
  }
  if (Math.abs(now - Number(timestamp) * 1000) > TIMESTAMP_WINDOW_MS)
    return { code: '070601', describe: '验签失败' }
  const expected = createHmac('sha1', secret)
    .update(`a=services&l=v1&p=open&k=${appKey}&i=${senid}&n=${nonce}&t=${timestamp}&f=`)
    .update(body)
    .digest()
  const given = Buffer.from(String(headers['x-nuonuo-sign'] ?? ''), 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { code: '070601', describe: '签名不匹配' }
  }
  if (!apps.isLiving(appKey, String(headers.accesstoken ?? ''))) {
    return { code: '070301', describe: 'accessToken不匹配' }
  }
  const granted = apps.taxpayers(appKey)
  const named = headers.usertax
  if (named === undefined || named === '') return granted
  return granted.includes(String(named))
    ? [String(named)]
    : { code: '070401', describe: '调用用户身份不匹配' }
}

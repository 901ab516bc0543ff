import { createHash } from 'node:crypto'
import { fapiaoMerchant, openSensitive, type PayCall, type PayHandler, requireTemplate } from './handler'
import { finishLater } from './insert-calls'
import { readJsonBody, readQuery } from './json-rules'
import { invalidRequest, notFound, repeatedDifferently } from './refusal'
import * as schemas from './schemas'
import { findApply } from './title-calls'
import { applyKey, chinaTime, type SimApply, type SimFapiao, type SimMerchant } from './world'

const DOWNLOAD_MS = 30_000

/** POST /fapiao-applications: issued by WeChat Pay itself. */
export const issueFapiao: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.issueFapiao)
  const merchant = fapiaoMerchant(call, input.sub_mchid)
  const template = requireTemplate(call, merchant)
  openSensitive(call, input.buyer_information.phone, '/buyer_information/phone')
  openSensitive(call, input.buyer_information.email, '/buyer_information/email')
  const apply = findApply(call, merchant, input.scene, input.fapiao_apply_id)
  if (!apply?.title) throw invalidRequest('用户未提交抬头')
  const digest = createHash('sha256').update(JSON.stringify(input.fapiao_information)).digest('hex')
  if (apply.contentDigest !== null) {
    if (apply.contentDigest !== digest) throw repeatedDifferently()
    return { status: 202 }
  }
  const sum = input.fapiao_information.reduce((total, one) => total + one.total_amount, 0)
  if (sum > apply.totalFen) throw invalidRequest('发票总金额超过订单金额')
  apply.contentDigest = digest
  apply.fapiao = input.fapiao_information.map((one) => accepted(call, one.fapiao_id, one.total_amount))
  for (const fapiao of apply.fapiao) issueLater(call, { merchant, apply, fapiao, template })
  return { status: 202 }
}

function accepted({ world }: PayCall, fapiaoId: string, totalFen: number): SimFapiao {
  const { random, clock } = world.ground
  const taxFen = totalFen - Math.round(totalFen / 1.06)
  return {
    fapiaoId,
    number: `26${random.digits(18)}`,
    code: '',
    checkCode: '',
    origin: 'issued',
    status: 'ISSUE_ACCEPTED',
    cardStatus: null,
    cardCode: random.digits(12),
    totalFen,
    amountFen: totalFen - taxFen,
    taxFen,
    at: clock.now(),
  }
}

function issueLater(call: PayCall, work: Parameters<typeof finishLater>[1]): void {
  const { clock } = call.world.ground
  clock.at(clock.now() + call.world.profile.delayMs, () => {
    const isIssued = call.world.profile.issue === 'issues'
    work.fapiao.status = isIssued ? 'ISSUED' : 'ISSUE_FAILED'
    if (isIssued) work.fapiao.cardStatus = 'INSERT_ACCEPTED'
    call.callbacks.fapiao(work.merchant, 'FAPIAO.ISSUED', work.apply)
    if (isIssued) finishLater(call, work)
  })
}

/** GET /fapiao-applications/{id}: every invoice under the id, with its card. */
export const queryFapiao: PayHandler = (call) => {
  const query = readQuery(call.url, schemas.queryFapiao)
  const merchant = fapiaoMerchant(call, query.sub_mchid)
  const apply = call.world.applies.get(applyKey(merchant.mchid, call.params.fapiao_apply_id ?? ''))
  const found = apply?.fapiao.filter((one) => !query.fapiao_id || one.fapiaoId === query.fapiao_id) ?? []
  if (!apply || found.length === 0) throw notFound('开票申请不存在')
  return {
    status: 200,
    body: {
      total_count: found.length,
      fapiao_information: found.map((one) => fapiaoBody(merchant, apply, one)),
    },
  }
}

function fapiaoBody(merchant: SimMerchant, apply: SimApply, fapiao: SimFapiao) {
  return {
    fapiao_id: fapiao.fapiaoId,
    status: fapiao.status,
    blue_fapiao: {
      fapiao_code: fapiao.code,
      fapiao_number: fapiao.number,
      check_code: fapiao.checkCode,
      fapiao_time: chinaTime(fapiao.at),
    },
    ...(fapiao.cardStatus === null
      ? {}
      : {
          card_information: {
            card_appid: merchant.template?.cardAppid ?? '',
            card_openid: apply.openid,
            card_id: merchant.template?.cardId ?? '',
            card_code: fapiao.cardCode,
            card_status: fapiao.cardStatus,
          },
        }),
    total_amount: fapiao.totalFen,
    tax_amount: fapiao.taxFen,
    amount: fapiao.amountFen,
    ...(fapiao.status === 'ISSUE_FAILED'
      ? { fapiao_error_code: 'BIZ_ERROR', fapiao_error_message: '授信额度不足' }
      : {}),
  }
}

/** POST /fapiao-applications/{id}/reverse: only what the pay side issued. */
export const reverseFapiao: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.reverseFapiao)
  const merchant = fapiaoMerchant(call, input.sub_mchid)
  const apply = call.world.applies.get(applyKey(merchant.mchid, call.params.fapiao_apply_id ?? ''))
  if (!apply) throw notFound('开票申请不存在')
  const found = input.fapiao_information.map((one) => requireIssued(apply, one.fapiao_id))
  for (const fapiao of found) {
    if (fapiao.status !== 'ISSUED') throw invalidRequest('发票状态不允许冲红')
    fapiao.status = 'REVERSE_ACCEPTED'
    reverseLater(call, merchant, apply, fapiao)
  }
  return { status: 202 }
}

function reverseLater(call: PayCall, merchant: SimMerchant, apply: SimApply, fapiao: SimFapiao): void {
  const { clock, wallet } = call.world.ground
  const { delayMs } = call.world.profile
  clock.at(clock.now() + delayMs, () => {
    fapiao.status = 'REVERSED'
    if (fapiao.cardStatus === 'INSERTED') fapiao.cardStatus = 'DISCARD_ACCEPTED'
    call.callbacks.fapiao(merchant, 'FAPIAO.REVERSED', apply)
    if (fapiao.cardStatus !== 'DISCARD_ACCEPTED') return
    clock.at(clock.now() + delayMs, () => {
      fapiao.cardStatus = 'DISCARDED'
      const card = wallet.find(fapiao.cardCode)
      if (card) card.status = 'gone'
      call.callbacks.fapiao(merchant, 'FAPIAO.CARD_DISCARDED', apply)
    })
  })
}

function requireIssued(apply: SimApply, fapiaoId: string): SimFapiao {
  const fapiao = apply.fapiao.find((one) => one.fapiaoId === fapiaoId)
  if (!fapiao) throw notFound('发票不存在')
  if (fapiao.origin !== 'issued') throw invalidRequest('仅支持微信支付开具的发票')
  return fapiao
}

/** GET /fapiao-applications/{id}/fapiao-files: links of 30 seconds, only for what the pay side issued. */
export const fapiaoFiles: PayHandler = (call) => {
  const query = readQuery(call.url, schemas.fileQuery)
  const { world } = call
  const merchant = fapiaoMerchant(call, query.sub_mchid)
  const apply = world.applies.get(applyKey(merchant.mchid, call.params.fapiao_apply_id ?? ''))
  if (!apply) throw notFound('开票申请不存在')
  const fapiao = requireIssued(apply, query.fapiao_id)
  if (fapiao.status === 'ISSUE_ACCEPTED') throw invalidRequest('发票未开具')
  const token = world.ground.random.hex(32)
  const bytes = Buffer.from(`%PDF-1.4\n% ${fapiao.number}\n%%EOF\n`)
  world.downloads.set(token, { bytes, until: world.ground.clock.now() + DOWNLOAD_MS })
  return {
    status: 200,
    body: {
      fapiao_download_info_list: [
        {
          fapiao_id: fapiao.fapiaoId,
          download_url: `${world.ground.urls.pay}/file?token=${token}`,
          status: fapiao.status,
        },
      ],
    },
  }
}

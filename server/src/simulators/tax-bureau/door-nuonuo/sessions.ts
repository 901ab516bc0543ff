import { formatYuan } from '@piaoma/shared/money'
import { z } from 'zod'
import { shanghaiText } from '../core/numbers'
import type { Taxpayer } from '../core/types'
import type { Call, Door } from './door'
import { fail, ok, type Reply } from './replies'

const asked = z.object({ queryType: z.string() })

/** getCreditLine: 0 refreshes, 1 reads 授信额度. */
export function creditLine(door: Door, call: Call): Reply {
  const who = askedFor(door, call)
  if (who === undefined) return fail('E9100', '参数校验失败')
  if (who.queryType === '0') return ok('请求成功')
  const quota = door.bureau.register.quota(who.taxpayer.taxNum)
  if (quota === undefined) return fail('E9301', '企业不存在')
  const isExhausted = door.faults
    .list()
    .some((fault) => fault.kind === 'quota_exhausted' && concerns(fault.taxNum, who))
  return ok('查询成功', {
    requestStatus: '1',
    message: 'OK',
    taxNum: who.taxpayer.taxNum,
    totalCreditLine: formatYuan(quota.totalFen),
    usedCreditLine: formatYuan(isExhausted ? quota.totalFen : quota.usedFen),
    availableCreditLine: formatYuan(isExhausted ? 0 : quota.availableFen),
    amountUpdateTime: shanghaiText(door.now()),
  })
}

/** getCertificationStatus: 0 refreshes, 1 reads 实人认证, 2 reads the log-in. */
export function certificationStatus(door: Door, call: Call): Reply {
  const who = askedFor(door, call)
  if (who === undefined) return fail('E9100', '参数校验失败')
  const operator = operatorOf(door, who.taxpayer)
  if (who.queryType === '0') return ok('请求成功')
  if (who.queryType === '1')
    return ok('查询成功', { certificationStatus: operator === 'identity_required' ? '2' : '1' })
  if (who.queryType === '2')
    return ok('查询成功', { certificationStatus: operator === 'login_required' ? '0' : '1' })
  return fail('E9100', '参数校验失败：queryType')
}

/** verifyComplete: 0 and 2 hand in a log-in, 1 and 3 read whether it went through. Nobody can scan here. */
export function verifyComplete(door: Door, call: Call): Reply {
  const who = askedFor(door, call)
  if (who === undefined) return fail('E9100', '参数校验失败')
  if (who.queryType === '0' || who.queryType === '2') return ok('请求成功')
  return ok('查询成功', { status: operatorOf(door, who.taxpayer) === 'login_required' ? '0' : '1' })
}

interface Who {
  taxpayer: Taxpayer
  queryType: string
}

function askedFor(door: Door, call: Call): Who | undefined {
  const parsed = asked.safeParse(call.content)
  const [taxNum, ...others] = call.scope
  if (!parsed.success || taxNum === undefined || others.length > 0) return undefined
  const taxpayer = door.bureau.register.taxpayer(taxNum)
  return taxpayer === undefined ? undefined : { taxpayer, queryType: parsed.data.queryType }
}

/** Faults that stop issuing show here too, without being used up. */
function operatorOf(door: Door, taxpayer: Taxpayer): Taxpayer['operator'] {
  for (const fault of door.faults.list()) {
    if (!concerns(fault.taxNum, { taxpayer })) continue
    if (fault.kind === 'operator_login_required') return 'login_required'
    if (fault.kind === 'operator_identity_required') return 'identity_required'
  }
  return taxpayer.operator
}

function concerns(filter: string | undefined, { taxpayer }: { taxpayer: Taxpayer }): boolean {
  return filter === undefined || filter === taxpayer.taxNum
}

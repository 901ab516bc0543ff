import { z } from 'zod'
import type { Accepted } from '../core/types'
import type { Call, Door } from './door'
import { fail, ok, type Reply } from './replies'

const asked = z.object({ fpqqlsh: z.string().optional(), orderno: z.string().optional() })

/**
 * reInvoice: puts a failed or unsealed order back in line under the same serial.
 * E9500 and E9613 are NuoNuo's; E9611 and E9612 stand for cases its documentation gives only in words.
 */
export function reInvoice(door: Door, call: Call): Reply {
  const parsed = asked.safeParse(call.content)
  if (!parsed.success) return fail('E9100', '参数校验失败')
  const found = findOrder(door, call, parsed.data)
  if (found === undefined) return fail('E9500', '发票不存在')
  switch (door.bureau.requests.retry(found)) {
    case 'absent':
      return fail('E9500', '发票不存在')
    case 'issued':
      return fail('E9611', '发票已生成，无需再重试开票')
    case 'under_way':
      return fail('E9612', '开票中（重试中），请耐心等待开票结果')
    case 'used_up':
      return fail('E9613', '同一流水号(订单号)单日最多重试20次')
    case 'retrying': {
      const again = door.bureau.requests.find(found.taxNum, found.serial)
      if (again?.state === 'accepted') door.settler.schedule(again)
      return ok('重试提交成功')
    }
  }
}

function findOrder(
  door: Door,
  call: Call,
  { fpqqlsh, orderno }: z.output<typeof asked>,
): Accepted | undefined {
  // The serial wins where both are given.
  if (fpqqlsh !== undefined && fpqqlsh !== '') {
    const found = door.bureau.requests.findByReceipt(fpqqlsh)
    return found !== undefined && call.scope.includes(found.taxNum) ? found : undefined
  }
  for (const taxNum of call.scope) {
    const found = door.bureau.requests.find(taxNum, orderno ?? '')
    if (found !== undefined) return found
  }
  return undefined
}

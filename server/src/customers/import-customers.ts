import { customerInput } from '@piaoma/shared/contract'
import type { FieldIssue } from '@piaoma/shared/errors'
import { In } from 'typeorm'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { AppError, fieldIssues, parseInput } from '../http'
import type { Acting } from '../merchants/acting'
import { forMerchant } from '../merchants/scoped'
import { readTable, tableTemplate } from '../tables/read-table'
import { customerEntity } from './entity'
import { type CustomerInput, insertCustomer, updateCustomer } from './save-customer'

const COLUMNS = {
  name: ['名称', 'name'],
  taxpayerId: ['税号', 'tax number'],
  address: ['地址', 'address'],
  phone: ['电话', 'phone'],
  bankName: ['开户行', 'bank'],
  bankAccount: ['银行账号', 'account'],
  email: ['邮箱', 'e-mail'],
  mobile: ['手机', 'mobile'],
} as const
type Column = keyof typeof COLUMNS
const NAMES = Object.keys(COLUMNS) as Column[]

/** The table to fill in. */
export const CUSTOMER_TEMPLATE = tableTemplate(COLUMNS, [
  '上海示例贸易有限公司',
  '91310115MA00000000',
  '',
  '',
  '',
  '',
  'fapiao@example.com',
  '',
])

/**
 * Adds the customers of a table (.xlsx, .csv); one with a known tax number is changed. All or nothing: the issues of
 * every row are reported at once (`rows.N.column`), and nothing is written unless there are none.
 */
export async function importCustomers(
  ground: Ground,
  acting: Acting,
  bytes: Uint8Array,
): Promise<{ created: number; changed: number }> {
  const inputs = await readCustomers(bytes)
  for (let attempt = 1; ; attempt++) {
    try {
      return await saveAll(ground, acting, inputs)
    } catch (error) {
      // Somebody added one of them at the same time: now it is known.
      if (!isUniqueViolation(error) || attempt >= 3) throw error
    }
  }
}

async function readCustomers(bytes: Uint8Array): Promise<CustomerInput[]> {
  const { rows } = await readTable<Column>(bytes, COLUMNS, ['name', 'taxpayerId'])
  const issues: FieldIssue[] = []
  const inputs = new Map<string, CustomerInput>()
  for (const { row, cell } of rows) {
    const texts = NAMES.map((name) => [name, cell(name) === '' ? undefined : cell(name)])
    const parsed = parseInput(
      customerInput,
      Object.fromEntries(texts.filter(([, text]) => text !== undefined)),
    )
    if (!parsed.success) {
      for (const { path, code } of fieldIssues(parsed.error))
        issues.push({ path: `rows.${row}.${path}`, code })
      continue
    }
    const key = parsed.data.taxpayerId ?? ''
    if (inputs.has(key)) issues.push({ path: `rows.${row}.taxpayerId`, code: 'customer.repeated' })
    inputs.set(key, parsed.data)
  }
  if (issues.length > 0) throw new AppError('request.invalid', { fields: issues })
  return [...inputs.values()]
}

function saveAll(
  ground: Ground,
  acting: Acting,
  inputs: CustomerInput[],
): Promise<{ created: number; changed: number }> {
  return ground.db.transaction(async (tx) => {
    const customers = forMerchant(tx.manager, customerEntity, acting.merchantId)
    const ids = new Map<string, string>()
    for (let from = 0; from < inputs.length; from += 500) {
      const numbers = inputs.slice(from, from + 500).map((input) => input.taxpayerId ?? '')
      for (const row of await customers.find({ taxpayerId: In(numbers) })) ids.set(row.taxpayerId, row.id)
    }
    for (const input of inputs) {
      const id = ids.get(input.taxpayerId ?? '')
      if (id) await updateCustomer(ground, tx, acting, id, input, 'import')
      else await insertCustomer(ground, tx, acting, input, 'import')
    }
    return { created: inputs.length - ids.size, changed: ids.size }
  })
}

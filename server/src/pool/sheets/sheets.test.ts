import type { Role } from '@piaoma/shared/contract'
import { beforeEach, expect, test } from 'vitest'
import type { Person } from '../../http'
import { jobEntity } from '../../jobs/entity'
import { auditEntity } from '../../merchants/entity'
import { describeOnDatabases } from '../../test/databases'
import { createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant, buildPerson } from '../../test/merchant'
import { buildReceived, type NewReceived, received } from '../../test/received'
import { saveAccount } from '../../verification/account'
import { verificationAttemptEntity } from '../../verification/entity'
import { correctReceived } from '../correct-received'
import { viewReceived } from '../view-received'
import { actOnSheet, allowedActions } from './act-on-sheet'
import { changeSheet, createSheet } from './change-sheet'
import { type SheetRow, sheetEntity } from './entity'
import { viewSheet } from './view-sheet'

describeOnDatabases('reimbursement sheets', (open) => {
  let ground: TestGround
  let merchantId: string
  let employee: Person
  let finance: Person
  let paid: string[]

  beforeEach(async () => {
    ground = createTestGround(await open())
    ;({ merchantId } = await buildMerchant(ground))
    employee = await person('employee')
    finance = await person('finance')
    paid = []
  })

  async function person(role: Role): Promise<Person> {
    const { userId } = await buildPerson(ground, merchantId, role)
    return { type: 'person', userId, userName: role, merchantId, role, storeIds: null, sessionHash: '' }
  }
  const build = (given: Partial<NewReceived> = {}) =>
    buildReceived(ground, merchantId, {
      personId: employee.userId,
      row: { verificationStatus: 'verified' },
      ...given,
    })
  const create = (invoiceIds: string[], who = employee) =>
    ground.db.transaction(createSheet(ground, who, { title: '十一月差旅', invoiceIds }))
  const sheetOf = (id: string): Promise<SheetRow> => ground.db.manager.findOneByOrFail(sheetEntity, { id })
  const change = async (id: string, what: { add?: string[]; remove?: string[] }) => {
    const sheet = await sheetOf(id)
    await changeSheet(ground, employee, sheet, { version: sheet.version, add: [], remove: [], ...what })
  }
  const hooks = {
    onPaid: async (_tx: unknown, _actor: string, sheet: SheetRow) => {
      paid.push(sheet.id)
    },
  }
  const act = async (
    who: Person,
    id: string,
    action: Parameters<typeof actOnSheet>[3]['action'],
    reason?: string,
  ) => {
    const sheet = await sheetOf(id)
    await actOnSheet(ground, who, sheet, { version: sheet.version, action, reason }, hooks)
    return sheetOf(id)
  }
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (error: { code?: string }) => error.code ?? String(error),
    )

  test('from draft to paid, with totals and the deductible tax of each kind', async () => {
    const special = await build({ kind: 'digital_special' })
    const rail = await build({
      kind: 'rail',
      values: { totalFen: 10_900, amountFen: undefined, taxFen: undefined },
    })
    const meal = await build()
    const { id } = await create([special.id, rail.id, meal.id])
    const view = await viewSheet(ground, employee, await sheetOf(id), 'zh-CN')
    expect(view).toMatchObject({
      invoices: 3,
      totalFen: 30_900,
      taxFen: 1_132,
      deductibleFen: 566 + 900,
      canChange: true,
    })
    expect(view.actions).toEqual(['submit', 'discard'])
    expect((await act(employee, id, 'submit')).status).toBe('submitted')
    expect((await act(finance, id, 'return', '缺行程单')).status).toBe('returned')
    expect((await viewSheet(ground, employee, await sheetOf(id), 'en')).reason).toBe('缺行程单')
    await act(employee, id, 'submit')
    expect((await act(finance, id, 'approve')).status).toBe('approved')
    expect((await act(finance, id, 'pay')).status).toBe('paid')
    expect(paid).toEqual([id])
    const audits = await ground.db.manager.find(auditEntity, {
      where: { targetId: id },
      order: { id: 'ASC' },
    })
    expect(audits.map(({ action }) => action)).toEqual([
      'sheet.create',
      'sheet.submit',
      'sheet.return',
      'sheet.submit',
      'sheet.approve',
      'sheet.pay',
    ])
    expect(await code(create([special.id]))).toBe('sheet.invoice_taken')
  })

  test('of twenty sheets that want the same two invoices at once exactly one gets them, whole', async () => {
    const one = await build()
    const two = await build()
    for (let round = 0; round < 5; round++) {
      const wanted = round % 2 === 0 ? [one.id, two.id] : [two.id, one.id]
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, nth) => code(create(nth % 2 === 0 ? wanted : [...wanted].reverse()))),
      )
      expect(outcomes.filter((each) => each === 'ok')).toHaveLength(1)
      expect(new Set(outcomes)).toEqual(new Set(['ok', 'sheet.invoice_taken']))
      const [sheetId, other] = [
        (await received(ground, one.id)).sheetId,
        (await received(ground, two.id)).sheetId,
      ]
      expect(sheetId).not.toBeNull()
      expect(other).toBe(sheetId)
      expect(await ground.db.manager.countBy(sheetEntity, { merchantId })).toBe(round + 1)
      await act(employee, sheetId ?? '', 'discard')
      expect((await received(ground, one.id)).sheetId).toBeNull()
    }
  })

  test('a blocked invoice, another person’s and another merchant’s stay off', async () => {
    const blocked = await build({ row: { isBlocked: true } })
    const foreign = await build({ personId: finance.userId })
    const other = await buildMerchant(ground)
    const stranger = await buildReceived(ground, other.merchantId, { personId: employee.userId })
    expect(await code(create([blocked.id]))).toBe('sheet.invoice_blocked')
    expect(await code(create([foreign.id]))).toBe('sheet.invoice_foreign')
    expect(await code(create([stranger.id]))).toBe('resource.not_found')
    expect(await ground.db.manager.countBy(sheetEntity, { merchantId })).toBe(0)
  })

  test('an invoice that is blocked after it was put on keeps the sheet from going on', async () => {
    const row = await build()
    const { id } = await create([row.id])
    await ground.db.manager.update('received_invoice', { id: row.id }, { isBlocked: true })
    expect(await code(act(employee, id, 'submit'))).toBe('sheet.invoice_blocked')
    await change(id, { remove: [row.id] })
    expect(await code(act(employee, id, 'submit'))).toBe('sheet.empty')
  })

  test('put on and taken off while it is a draft; not once it is submitted, and not on an old version', async () => {
    const row = await build()
    const { id } = await create([])
    const before = await sheetOf(id)
    await change(id, { add: [row.id] })
    expect((await received(ground, row.id)).sheetId).toBe(id)
    const stale = { version: before.version, add: [], remove: [row.id] }
    expect(await code(changeSheet(ground, employee, before, stale))).toBe('resource.conflict')
    await act(employee, id, 'submit')
    expect(await code(change(id, { remove: [row.id] }))).toBe('resource.conflict')
    expect((await received(ground, row.id)).sheetId).toBe(id)
  })

  test('nobody but an owner decides on a sheet of his own; an employee decides on none', async () => {
    const mine = await build({ personId: finance.userId })
    const { id } = await create([mine.id], finance)
    await act(finance, id, 'submit')
    expect(allowedActions(finance, await sheetOf(id))).toEqual([])
    expect(await code(act(finance, id, 'approve'))).toBe('sheet.own')
    expect(await code(act(employee, id, 'approve'))).toBe('sheet.own')
    expect((await act(await person('owner'), id, 'approve')).status).toBe('approved')
  })

  test('of two who decide at once one is first', async () => {
    const row = await build()
    const { id } = await create([row.id])
    const sheet = await act(employee, id, 'submit')
    // Both on the version that they saw: an approved sheet may still be returned.
    const decide = (action: 'approve' | 'return') =>
      code(actOnSheet(ground, finance, sheet, { version: sheet.version, action, reason: '重填' }, hooks))
    const outcomes = await Promise.all([decide('approve'), decide('return')])
    expect(outcomes.sort()).toEqual(['ok', 'resource.conflict'])
  })

  test('what is on a sheet that was handed in is not corrected any more, until it comes back', async () => {
    const row = await build()
    const { id } = await create([row.id])
    const raise = async (version: number) => {
      const { userId } = employee
      const now = await received(ground, row.id)
      return correctReceived(ground, { ...employee, userId }, now, { version, values: { totalFen: 99_900 } })
    }
    await act(employee, id, 'submit')
    expect(await code(raise(1))).toBe('resource.conflict')
    await act(finance, id, 'approve')
    expect(await code(raise(1))).toBe('resource.conflict')
    const seen = () => received(ground, row.id).then((now) => viewReceived(ground, employee, now, 'zh-CN'))
    expect((await seen()).canCorrect).toBe(false)
    await act(finance, id, 'return', '金额不对')
    expect((await seen()).canCorrect).toBe(true)
    expect(await code(raise(1))).toBe('ok')
    // Another total than the one that the tax side confirmed.
    expect((await received(ground, row.id)).verificationStatus).toBe('unverified')
  })

  test('what the tax side verifies no more, being too old, is paid as it was', async () => {
    await saveAccount(
      ground,
      { merchantId, actor: 'system' },
      { provider: 'bureau', url: 'http://127.0.0.1:9', appKey: 'k', appSecret: 's' },
    )
    const row = await build({ row: { verificationStatus: 'verified', verifiedAt: ground.clock.now() } })
    const { id } = await create([row.id])
    await act(employee, id, 'submit')
    await act(finance, id, 'approve')
    ground.clock.advance(25 * 3_600_000)
    expect(await code(act(finance, id, 'pay'))).toBe('sheet.rechecking')
    const now = ground.clock.now()
    await ground.db.manager.insert(verificationAttemptEntity, {
      id: ground.ids.ulid(),
      merchantId,
      receivedInvoiceId: row.id,
      identityKey: row.identityKey ?? '',
      provider: 'bureau',
      reason: 'payment',
      actor: 'system',
      day: '2026-11-30',
      nth: null,
      question: { kind: row.kind, number: row.number ?? '', issuedOn: row.issuedOn ?? '', totalFen: 10_000 },
      outcome: 'too_old',
      askedAt: now,
      answeredAt: now,
    })
    expect((await act(finance, id, 'pay')).status).toBe('paid')
  })

  test('before it is paid every good invoice is verified again, unless that was today', async () => {
    await saveAccount(
      ground,
      { merchantId, actor: 'system' },
      { provider: 'bureau', url: 'http://127.0.0.1:9', appKey: 'k', appSecret: 's' },
    )
    const row = await build({ row: { verificationStatus: 'verified', verifiedAt: ground.clock.now() } })
    const { id } = await create([row.id])
    await act(employee, id, 'submit')
    await act(finance, id, 'approve')
    ground.clock.advance(25 * 3_600_000)
    expect(await code(act(finance, id, 'pay'))).toBe('sheet.rechecking')
    expect(await code(act(finance, id, 'pay'))).toBe('sheet.rechecking')
    const asked = await ground.db.manager.findBy(jobEntity, { subject: row.id })
    expect(asked.map(({ payload }) => payload.reason)).toEqual(['payment'])
    await ground.db.manager.update('received_invoice', { id: row.id }, { verificationStatus: 'reversed' })
    expect(await code(act(finance, id, 'pay'))).toBe('sheet.invoice_blocked')
    expect((await act(finance, id, 'return', '已红冲')).status).toBe('returned')
    expect(paid).toEqual([])
  })
})

import type { Role } from '@piaoma/shared/contract'
import { beforeEach, expect, test } from 'vitest'
import type { Person } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { buildReceived, type NewReceived } from '../test/received'
import { listReceived } from './list-received'
import { viewStanding } from './view-standing'

describeOnDatabases('the list of received invoices', (open) => {
  let ground: TestGround
  let merchantId: string
  let employee: Person
  let finance: Person

  beforeEach(async () => {
    ground = createTestGround(await open())
    ;({ merchantId } = await buildMerchant(ground))
    employee = await person('employee')
    finance = await person('finance')
  })

  async function person(role: Role): Promise<Person> {
    const { userId } = await buildPerson(ground, merchantId, role)
    return { type: 'person', userId, userName: role, merchantId, role, storeIds: null, sessionHash: '' }
  }
  const build = (whose: Person, given: Partial<NewReceived> = {}) =>
    buildReceived(ground, merchantId, { personId: whose.userId, ...given })
  const list = async (who: Person, query: Partial<Parameters<typeof listReceived>[2]> = {}) =>
    (await listReceived(ground, who, { limit: 30, ...query })).items

  test('finance narrows it to a person; an employee asks in vain for another’s', async () => {
    const his = await build(employee)
    await build(finance)
    expect((await list(finance, { personId: employee.userId })).map(({ id }) => id)).toEqual([his.id])
    expect(await list(employee, { personId: finance.userId })).toEqual([])
  })

  test('what may be claimed is one’s own, on no sheet and not stopped by a rule', async () => {
    const free = await build(employee)
    await build(employee, { row: { sheetId: ground.ids.ulid() } })
    await build(employee, { row: { isBlocked: true } })
    await build(finance)
    const found = await list(employee, { can: 'reimburse' })
    expect(found.map(({ id }) => id)).toEqual([free.id])
    expect(found[0]?.actions).toEqual(['reimburse'])
    expect((await list(employee)).map(({ isOnSheet, isBlocked }) => [isOnSheet, isBlocked])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ])
  })

  test('is narrowed to what the tax side said', async () => {
    const good = await build(employee, { row: { verificationStatus: 'verified' } })
    await build(employee)
    expect(await list(employee, { verificationStatus: 'verified' })).toMatchObject([
      { id: good.id, verificationStatus: 'verified' },
    ])
  })

  test('uses and books are offered to whoever may manage them, and only where they make sense', async () => {
    const special = await build(employee, { kind: 'digital_special' })
    const reversed = await build(employee, {
      kind: 'digital_special',
      row: { verificationStatus: 'reversed', useStatus: 'deducted', bookingStatus: 'booked' },
    })
    const [, first] = await list(finance)
    expect(first?.actions).toEqual(['deduct', 'book'])
    const forFinance = await viewStanding(ground, finance, special, 'zh-CN')
    expect(forFinance.use.actions).toEqual(['deduct', 'setAside', 'refund'])
    expect(forFinance.booking.actions).toEqual(['book'])
    const forEmployee = await viewStanding(ground, employee, special, 'zh-CN')
    expect([forEmployee.use.actions, forEmployee.booking.actions]).toEqual([[], []])
    // Nothing can be made of it any more; what was made of it can be taken back.
    const worthless = await viewStanding(ground, finance, reversed, 'zh-CN')
    expect([worthless.use.actions, worthless.booking.actions]).toEqual([['clear'], ['unbook']])
    expect(worthless.booking.hasVoucher).toBe(true)
  })
})

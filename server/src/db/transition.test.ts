import {
  DELIVERY_STATUSES,
  type DeliveryAction,
  type DeliveryStatus,
  deliveryMachine,
} from '@piaoma/shared/states'
import { beforeAll, expect, test } from 'vitest'
import { deliveryEntity } from '../delivery/entity'
import { createIds } from '../ids'
import { describeOnDatabases } from '../test/databases'
import { createTestClock } from '../test/ground'
import type { Database } from './database'
import { transition } from './transition'

const ACTIONS = Object.keys(deliveryMachine) as DeliveryAction[]

describeOnDatabases('transition', (open) => {
  let db: Database
  const ids = createIds(createTestClock())

  beforeAll(async () => {
    db = await open()
  })

  const insert = async (status: DeliveryStatus) => {
    const id = ids.ulid()
    await db.manager.insert(deliveryEntity, {
      id,
      merchantId: ids.ulid(),
      applicationId: ids.ulid(),
      channel: 'email',
      target: 'a@example.test',
      status,
      attempts: 0,
      problem: null,
      createdAt: 1,
      updatedAt: 1,
    })
    return id
  }
  const read = (id: string) => db.manager.findOneByOrFail(deliveryEntity, { id })
  const act = (action: DeliveryAction, where: object, set: object = {}) =>
    db.transaction((tx) => transition(tx, deliveryEntity, deliveryMachine, action, { ...where }, { ...set }))

  test('every action succeeds from exactly the states its table names', async () => {
    for (const status of DELIVERY_STATUSES) {
      for (const action of ACTIONS) {
        const id = await insert(status)
        const isAllowed = deliveryMachine[action].from.includes(status)
        expect(`${status} ${action}: ${await act(action, { id })}`).toBe(`${status} ${action}: ${isAllowed}`)
        expect((await read(id)).status).toBe(isAllowed ? deliveryMachine[action].to : status)
      }
    }
  })

  test('of 30 at once one wins', async () => {
    const id = await insert('pending')
    const won = await Promise.all(
      Array.from({ length: 30 }, (_, n) => act('fail', { id }, { problem: `by ${n}` })),
    )
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((await read(id)).problem).toBe(`by ${won.indexOf(true)}`)
  })

  test('a condition that is not met changes nothing', async () => {
    const id = await insert('sending')
    expect(await act('complete', { id, updatedAt: 2 })).toBe(false)
    expect(await read(id)).toMatchObject({ status: 'sending', updatedAt: 1 })
    expect(await act('complete', { id, updatedAt: 1 }, { updatedAt: 2 })).toBe(true)
    expect(await read(id)).toMatchObject({ status: 'sent', updatedAt: 2 })
  })

  test('nothing that is set can name another state', async () => {
    const id = await insert('sending')
    expect(await act('complete', { id }, { status: 'pending' })).toBe(true)
    expect((await read(id)).status).toBe('sent')
  })

  test('going on in the same state counts as done', async () => {
    const id = await insert('sending')
    expect(await act('send', { id })).toBe(true)
  })

  test('rolls back with its transaction', async () => {
    const id = await insert('pending')
    const failing = db.transaction(async (tx) => {
      expect(await transition(tx, deliveryEntity, deliveryMachine, 'send', { id })).toBe(true)
      throw new Error('later step failed')
    })
    await expect(failing).rejects.toThrow('later step failed')
    expect((await read(id)).status).toBe('pending')
  })
})

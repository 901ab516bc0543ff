import { beforeAll, expect, test } from 'vitest'
import { describeError } from './log'
import { userEntity } from './merchants/entity'
import { describeOnDatabases } from './test/databases'
import { createTestGround, type TestGround } from './test/ground'

describeOnDatabases('the log', (open) => {
  let ground: TestGround
  beforeAll(async () => {
    ground = createTestGround(await open())
  })

  test('says which statement failed and why, not with which data', async () => {
    const user = {
      id: ground.ids.ulid(),
      name: '张planted-name',
      login: 'planted@example.test',
      passwordHash: 'planted-hash',
      failedAttempts: 0,
      lockedUntil: null,
      createdAt: 0,
    }
    await ground.db.manager.insert(userEntity, user)
    const twin = ground.db.manager.insert(userEntity, { ...user, id: ground.ids.ulid() })
    const error: unknown = await twin.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(JSON.stringify(error)).toContain('planted')
    ground.log.error({ event: 'http.failed', err: error })
    ground.log.error({ event: 'jobs.failed', err: new Error('while saving', { cause: error }) })
    ground.log.error(error)
    ground.log.info({ event: 'plain', n: 1 })
    const logged = ground.logLines.join('\n')
    expect(logged).not.toContain('planted')
    expect(logged).toContain('user_account')
    expect(logged).toMatch(/ER_DUP_ENTRY|SQLITE_CONSTRAINT_UNIQUE/)
    expect(logged).toContain('while saving')
    expect(logged).toContain('"event":"plain","n":1}')
    expect(logged).toContain('log.test.ts')
  })
})

test('whatever is thrown can be logged', () => {
  expect(describeError('a text')).toEqual({ type: 'string', message: 'a text' })
  expect(describeError(undefined)).toEqual({ type: 'undefined', message: 'undefined' })
  expect(describeError(new TypeError('x'))).toMatchObject({ type: 'TypeError', message: 'x' })
})

import { fileURLToPath } from 'node:url'
import type { Role } from '@piaoma/shared/contract'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { OpenDatabase } from '../test/databases'
import { miniappEnv, startTestWechat, type TestWechat } from '../test/wechat'
import { clientOf } from '../test-service/http-client'
import { openShop, startTestService, type TestService, type TestShop } from '../test-service/service-scene'
import { createDevice, createPhone, type Device, type Phone } from './host'

export const DIST = fileURLToPath(new URL('../../../miniapp/dist/weapp', import.meta.url))
/** As config/index.ts builds it when nothing is set. */
const DOMAIN = process.env.TARO_APP_API_BASE || 'https://piaoma.invalid'

/** A person of the shop with a login and password. */
export interface Person {
  login: string
  password: string
}

/** A running service with one shop, and as many phones as a test wants. */
export interface WeappScene {
  readonly test: TestService
  readonly shop: TestShop
  /** WeChat's servers, and what its people do. */
  readonly wechat: TestWechat
  /** A phone with the app on it; what it did wrong fails the test by itself. */
  phone(device?: Device): Phone
  /** Adds somebody to the shop. */
  hire(role: Role, storeIds?: string[] | null): Promise<Person>
}

let people = 0

/** Starts a service for the tests of a suite; each phone is looked over after its test. */
export function useScene(
  open: OpenDatabase,
  options: { env?: Record<string, string> } = {},
): () => WeappScene {
  let scene: WeappScene | undefined
  let service: TestService | undefined
  let wechat: TestWechat | undefined
  const phones: Phone[] = []

  beforeAll(async () => {
    const simulator = await startTestWechat({ isRunning: true })
    wechat = simulator
    const env = { PUBLIC_URL: DOMAIN, ...miniappEnv(simulator.mpUrl), ...options.env }
    const test = await startTestService(open, { env })
    service = test
    const shop = await openShop(test)
    scene = {
      test,
      shop,
      wechat: simulator,
      phone(device = createDevice()) {
        const phone = createPhone({ dist: DIST, service: { domain: DOMAIN, url: test.url }, device })
        phones.push(phone)
        return phone
      },
      async hire(role, storeIds = null) {
        people += 1
        const person = { login: `${role}-${people}@staff.test`, password: 'correct horse 1' }
        const body = { name: `${role}${people}`, role, storeIds, ...person }
        await clientOf(test.url, shop.ownerToken)('POST /api/v1/merchant/members', { body })
        return person
      },
    }
  })
  afterEach(() => {
    const used = phones.splice(0)
    for (const phone of used) phone.kill()
    expect(used.flatMap((phone) => phone.faults.list)).toEqual([])
  })
  afterAll(async () => {
    await service?.close()
    await wechat?.close()
  })
  return () => {
    if (!scene) throw new Error('the scene is not set up yet')
    return scene
  }
}

/** Signs in by the merchant's page, as a person does. */
export async function signIn(phone: Phone, person: Person): Promise<void> {
  await phone.launch('/pages/sign-in/index')
  await phone.see('登录')
  await phone.type('账号', person.login)
  await phone.type('密码', person.password)
  await phone.tap('登录')
  const starts = ['merchant/home/index', 'received/folder/index']
  await phone.waitFor('the page one begins at', () => starts.includes(phone.route))
}

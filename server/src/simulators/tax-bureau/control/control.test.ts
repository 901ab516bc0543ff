import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bureauControl, type RunningBureau, startBureau } from '../index'
import { audit } from './audit'

const TAX_NUM = '91310000MA1FL5LQ05'
let bureau: RunningBureau
let dataFolder: string

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'piaoma-control-'))
  bureau = await startBureau({ dataFolder, renderer: { render: async () => new Uint8Array([1]) } })
})
afterAll(async () => {
  await bureau.close()
  await rm(dataFolder, { recursive: true, force: true })
})

const ask = (method: string, path: string, body?: string, token = bureau.controlToken) =>
  fetch(`${bureau.controlUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  })

describe('the control panel', () => {
  test.each([
    ['GET', '/ledger'],
    ['POST', '/faults'],
    ['PUT', '/taxpayers'],
    ['DELETE', '/faults'],
    ['PUT', '/clock'],
  ])('%s %s needs the token', async (method, path) => {
    expect((await ask(method, path, method === 'GET' ? undefined : '{}', 'wrong')).status).toBe(401)
  })

  test.each([
    ['POST', '/faults', '{"kind":"earthquake"}'],
    ['POST', '/faults', 'not json'],
    ['PUT', '/taxpayers', '{"taxNum":"91310000MA1FL5LQ06"}'],
    ['PUT', '/taxpayers', '{"taxNum":"91310000MA1FL5LQ05","quotaFen":1.5}'],
    ['PUT', '/clock', '{"offsetMs":"1"}'],
  ])('%s %s refuses %s', async (method, path, body) => {
    expect((await ask(method, path, body)).status).toBe(422)
  })

  test('registers a taxpayer and then changes only what is given', async () => {
    const control = bureauControl(bureau)
    await control.putTaxpayer({ taxNum: TAX_NUM, name: '示例', quotaFen: 12_345 })
    await control.putTaxpayer({ taxNum: TAX_NUM, operator: 'login_required' })
    expect(await control.taxpayers()).toEqual([
      {
        taxNum: TAX_NUM,
        name: '示例',
        quotaFen: 12_345,
        operator: 'login_required',
        kinds: ['normal', 'special'],
        quota: { totalFen: 12_345, usedFen: 0, availableFen: 12_345 },
      },
    ])
  })

  test('switches faults on and off', async () => {
    const control = bureauControl(bureau)
    const first = await control.addFault({ kind: 'callback_lost', taxNum: TAX_NUM })
    await control.addFault({ kind: 'slow', ms: 1 })
    expect((await control.faults()).map(({ kind }) => kind)).toEqual(['callback_lost', 'slow'])
    await control.removeFaults(first.id)
    expect((await control.faults()).map(({ kind }) => kind)).toEqual(['slow'])
    await control.removeFaults()
    expect(await control.faults()).toEqual([])
  })

  test('never gives a secret away', async () => {
    const control = bureauControl(bureau)
    await control.putTaxpayer({ taxNum: TAX_NUM, nuonuo: { appKey: 'K', appSecret: 'planted-secret' } })
    for (const path of ['/taxpayers', '/requests', '/ledger', '/orders', '/faults']) {
      expect(await (await ask('GET', path)).text()).not.toContain('planted-secret')
    }
  })

  test('has nothing elsewhere', async () => {
    expect((await fetch(`${bureau.url}/files/nothing.pdf`)).status).toBe(404)
    expect((await fetch(`${bureau.url}/`)).status).toBe(404)
    expect(await (await fetch(`${bureau.url}/healthz`)).json()).toEqual({ status: 'ok' })
  })
})

describe('the audit', () => {
  const entry = (serial: string, number: string) => ({ taxNum: 'T', serial, number, totalFen: 100 })
  const request = (serial: string, state: string) => ({ taxNum: 'T', serial, state })
  const run = (ledger: object[], requests: object[]) =>
    audit(ledger as Parameters<typeof audit>[0], requests as Parameters<typeof audit>[1])

  test('finds nothing wrong in a sound bureau', () => {
    expect(run([entry('A', '1')], [request('A', 'issued'), request('B', 'failed')])).toEqual({
      invoices: 1,
      totalFen: 100,
      duplicateSerials: [],
      duplicateNumbers: [],
      issuedWithoutInvoice: [],
      invoicesWithoutRequest: [],
    })
  })

  test('finds what is there twice, or without its other half', () => {
    const found = run(
      [entry('A', '1'), entry('A', '1'), entry('C', '2')],
      [request('A', 'issued'), request('B', 'issued')],
    )
    expect(found).toMatchObject({
      duplicateSerials: ['T/A'],
      duplicateNumbers: ['1'],
      issuedWithoutInvoice: ['T/B'],
      invoicesWithoutRequest: ['T/C'],
    })
  })
})

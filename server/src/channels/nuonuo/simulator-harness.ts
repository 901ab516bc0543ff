import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IssueOrder, TaxChannel } from '../../issuing/tax-channel'
import {
  type BureauControl,
  type BureauServerOptions,
  bureauControl,
  type RunningBureau,
  startBureau,
} from '../../simulators/tax-bureau'
import { CONTRACT_LINE } from '../contract/harness'
import { createNuonuoChannel, memoryTokenStore, type NuonuoConfig, type TokenStore } from './index'

export const SELLER = { taxNum: '91310000MA1FL5LQ05', name: '上海示例餐饮管理有限公司' }
export const APP = { appKey: 'SIMKEY01', appSecret: 'sim-app-secret-3f9a' }

/** A simulator in this process, a channel opposite it, and an ear for its callbacks. */
export interface Opposite {
  bureau: RunningBureau
  control: BureauControl
  channel: TaxChannel
  tokenStore: TokenStore
  /** Bodies of the callbacks heard so far. */
  callbacks: string[]
  callbackUrl: string
  newChannel(change?: Partial<NuonuoConfig>): TaxChannel
  order(change?: Partial<IssueOrder>): IssueOrder
  end(): Promise<void>
}

/** Draws a file that says only format and number: what tests of the channel need to tell files apart. */
const plainRenderer: BureauServerOptions['renderer'] = {
  render: async (model, format) => new TextEncoder().encode(`${format} of ${model.number ?? ''} 模拟`),
}

let lastOrder = 0

export async function startOpposite(options: Partial<BureauServerOptions> = {}): Promise<Opposite> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'piaoma-bureau-'))
  const bureau = await startBureau({ dataFolder, renderer: plainRenderer, ...options })
  const control = bureauControl(bureau)
  await control.putTaxpayer({ ...SELLER, nuonuo: APP })
  const tokenStore = memoryTokenStore()
  const { gatewayUrl, tokenUrl } = bureau
  const config = { gatewayUrl, tokenUrl, ...APP, taxNum: SELLER.taxNum, tokenStore, timeoutMs: 500 }
  const ear = await listen()
  return {
    bureau,
    control,
    channel: createNuonuoChannel(config),
    tokenStore,
    callbacks: ear.bodies,
    callbackUrl: ear.url,
    newChannel: (change) => createNuonuoChannel({ ...config, ...change }),
    order: (change) => {
      lastOrder += 1
      return { ...sampleOrder(`T${String(lastOrder).padStart(6, '0')}${process.pid}`), ...change }
    },
    async end() {
      await bureau.close()
      ear.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

export function sampleOrder(serial: string): IssueOrder {
  return {
    serial,
    kind: 'normal',
    seller: { name: SELLER.name, taxpayerId: SELLER.taxNum },
    buyer: { name: '王小明的抬头' },
    buyerType: 'person',
    lines: [CONTRACT_LINE],
    amountFen: CONTRACT_LINE.amountFen,
    taxFen: CONTRACT_LINE.taxFen,
    totalFen: CONTRACT_LINE.totalFen,
    drawer: '李四',
  }
}

async function listen(): Promise<{ url: string; bodies: string[]; close: () => void }> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      bodies.push(body)
      response.setHeader('content-type', 'application/json')
      response.end('{"status":"0000","message":"同步成功"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/callback`, bodies, close: () => server.close() }
}

/** Waits until `read` gives something. */
export async function eventually<Found>(
  read: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  for (let round = 0; round < 200; round += 1) {
    const found = await read()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}

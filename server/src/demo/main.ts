import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { formatShortCode, linkFor } from '@piaoma/shared/codes'
import QRCode from 'qrcode'
import type { ProductCodeRow } from '../codes/entity'
import { codeEntity } from '../codes/entity'
import { startService } from '../compose'
import { type Config, readConfig } from '../config'
import type { Ground } from '../ground'
import { createSignInLink, membershipEntity, userEntity } from '../merchants'
import { bureauControl } from '../simulators/tax-bureau/client'
import { startChild } from './children'
import { demoAccess, writeDemoFile } from './demo-file'
import { createDemoOrder } from './demo-order'
import { startReceived } from './received'
import { demoRestaurant, registerSellers, seedDemo } from './seed'
import { demoSmsAccount, demoSmsSettings } from './sms'
import { connectVerification } from './verification'
import { demoWechatSettings, followWechat, wechatOf } from './wechat'
import { followWechatPay } from './wechat-pay'

const HOUR_MS = 3_600_000

/**
 * `npm start`: the service, its worker and simulators of the outside world on this machine. Everything the
 * simulators make is marked 「模拟」.
 */
async function main(): Promise<void> {
  const config = await demoConfig(readConfig(process.env))
  const data = config.PIAOMA_DATA
  const access = demoAccess(data)
  const [bureauChild, wechatChild, mailChild, smsChild] = await Promise.all([
    startChild('./tax-bureau.js', {
      BUREAU_DATA: join(data, 'simulators/tax-bureau'),
      BUREAU_CONTROL_TOKEN: access.bureauControlToken,
      // Long enough to see the progress page work, short enough not to wait.
      BUREAU_DELAY_MS: process.env.BUREAU_DELAY_MS ?? '800',
    }),
    startChild('./wechat.js', {
      WECHAT_CONTROL_TOKEN: access.wechatControlToken,
      // It forgets at each start; ids that we keep must not come twice.
      WECHAT_SEED: String(Date.now()),
    }),
    config.SMTP_URL
      ? undefined
      : startChild('./mail-sink.js', { MAIL_SINK_DATA: join(data, 'simulators/mail') }),
    config.SMS_SECRET_ID
      ? undefined
      : startChild('./sms.js', {
          SMS_SIM_ACCOUNT: demoSmsAccount(config.PUBLIC_URL ?? `http://localhost:${config.PORT}`),
          SMS_SIM_CONTROL_TOKEN: access.smsControlToken,
        }),
  ])
  const bureauUrl = String(bureauChild.ready.url)
  const bureau = { gatewayUrl: `${bureauUrl}/open/v1/services`, tokenUrl: `${bureauUrl}/accessToken` }
  const wechat = wechatOf(wechatChild.ready, access.wechatControlToken)
  const service = await startService({
    ...config,
    SMTP_URL: config.SMTP_URL ?? String(mailChild?.ready.smtpUrl),
    ...demoWechatSettings(wechat),
    ...(smsChild ? demoSmsSettings(String(smsChild.ready.url)) : {}),
  })
  const { ground } = service

  const control = bureauControl({
    controlUrl: `${bureauUrl}/control`,
    controlToken: access.bureauControlToken,
  })
  await seedDemo(ground, bureau, access.password)
  await registerSellers(ground, bureau, control)
  await followWechat(ground, wechat)
  const payment = await followWechatPay(ground, wechat)
  await connectVerification(ground, bureauUrl)
  const received = await startReceived(ground, {
    bureau: control,
    password: access.password,
    url: service.url,
  })
  const demo = await writeDemoFile(ground, access, {
    wechat: { ...wechat, payment },
    mailUrl: mailChild ? String(mailChild.ready.httpUrl) : null,
    smsUrl: smsChild ? String(smsChild.ready.url) : null,
    bureauUrl,
    orderCode: (await createDemoOrder(ground)).token,
    productCode: (await firstProductCode(ground)).token,
    signInUrl: await signInUrl(ground),
    received: received.file,
  })
  await printWelcome(ground, demo, received.port)

  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    process.stdout.write('\n停止中 … stopping …\n')
    await received.close()
    await service.close()
    await Promise.all([bureauChild.stop(), wechatChild.stop(), mailChild?.stop(), smsChild?.stop()])
    process.exit(0)
  }
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, () => void end())
  process.send?.({ ready: true })
  await received.seed()
}

async function demoConfig(config: Config): Promise<Config> {
  return {
    ...config,
    PORT: config.PORT === 0 ? await freePort() : config.PORT,
    DEMO_MARK: true,
    WEBHOOK_PRIVATE_HOSTS: true,
    LOG_LEVEL: process.env.LOG_LEVEL ? config.LOG_LEVEL : 'warn',
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function firstProductCode(ground: Ground): Promise<ProductCodeRow> {
  const { merchant } = await demoRestaurant(ground)
  const where = { merchantId: merchant.id, kind: 'product' as const, status: 'active' as const }
  return (await ground.db.manager.findOneOrFail(codeEntity, {
    where,
    order: { id: 'ASC' },
  })) as ProductCodeRow
}

async function signInUrl(ground: Ground): Promise<string> {
  const { merchant } = await demoRestaurant(ground)
  const owner = await ground.db.manager.findOneByOrFail(membershipEntity, {
    merchantId: merchant.id,
    role: 'owner',
  })
  const user = await ground.db.manager.findOneByOrFail(userEntity, { id: owner.userId })
  const token = await createSignInLink(ground, {
    userId: user.id,
    merchantId: merchant.id,
    ttlMs: 12 * HOUR_MS,
  })
  return `${ground.publicUrl}/console/?link=${token}`
}

/** A phone in the same network cannot reach "localhost". */
function phoneUrl(ground: Ground, port = ground.config.PORT): string {
  if (ground.config.PUBLIC_URL && port === ground.config.PORT) return ground.publicUrl
  const lan = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)
  return `http://${lan?.address ?? 'localhost'}:${port}`
}

async function printWelcome(
  ground: Ground,
  demo: Awaited<ReturnType<typeof writeDemoFile>>,
  samplesPort: number,
): Promise<void> {
  const show = (code: string) =>
    QRCode.toString(linkFor(phoneUrl(ground), code), { type: 'terminal', small: true })
  const product = await firstProductCode(ground)
  const lines = [
    '',
    `票码 Piaoma  ${demo.baseUrl}`,
    '',
    '① 客人扫订单码开票  Scan as a guest: one order, one invoice',
    await show(demo.orderCode),
    `   ${linkFor(demo.baseUrl, demo.orderCode)}`,
    '',
    '② 商品码：客人填金额，商家审核  Product code: the guest types the amount, the merchant reviews',
    await show(demo.productCode),
    `   ${linkFor(demo.baseUrl, demo.productCode)}   ${formatShortCode(product.shortCode)}`,
    '',
    '③ 商家后台（一次性登录链接）  Merchant console (one-time link)',
    `   ${demo.console.signInUrl}`,
    `   ${demo.console.login}  ${demo.console.password}`,
    '',
    demo.mailUrl
      ? `④ 邮件落在  Mail lands in  ${demo.mailUrl}`
      : '④ 邮件经 SMTP_URL 真实发出  Mail really leaves through SMTP_URL',
    demo.smsUrl ? `   短信落在  SMS lands in  ${demo.smsUrl}` : '   短信真实发出  SMS really leaves',
    '',
    `⑤ 微信桌面：授权发票、卡包、订阅消息  WeChat desk: play the user  ${demo.simulators.wechat.desk}`,
    '',
    '⑥ 收票：员工与财务（一次性登录链接）  Received invoices: employee and finance (one-time links)',
    `   ${demo.received.employee.signInUrl}`,
    `   ${demo.received.finance.signInUrl}`,
    `   试用发票下载  made-up invoices to try  ${phoneUrl(ground, samplesPort)}`,
    '',
    '税局与微信均为模拟，所有票面均带「模拟」字样。Tax bureau and WeChat are simulated: everything is marked.',
    `npm run demo:order  再来一单 another order    npm run demo:pay  微信付款后开票 pay, then invoice    Ctrl-C  停止 stop`,
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})

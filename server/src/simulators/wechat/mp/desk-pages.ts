import { escapeHtml } from '../../../mail/escape-html'
import {
  type MpGround,
  type Order,
  openidOf,
  type Person,
  type ReimburseStatus,
  type WalletCard,
} from './world'

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#ededed;--ink:#191919;--quiet:#6b6b6b;--line:#e2e2e2;--green:#078a45;--warn:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#1e1e1e;--ground:#111;--ink:#eee;--quiet:#a8a8a8;--line:#333;--green:#3ecf7f;--warn:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:34rem;margin:0 auto;padding:0 1rem 3rem}
header{background:var(--paper);border-bottom:1px solid var(--line);padding:.75rem 1rem;display:flex;align-items:center;gap:.75rem;justify-content:space-between}
header p{margin:0;font-weight:600} h1{font-size:1.25rem;margin:1.25rem 0 .5rem} h2{font-size:1rem;margin:1.5rem 0 .5rem;color:var(--quiet);font-weight:600}
.note{font-size:.875rem;color:var(--quiet);margin:.75rem 0}
.card{background:var(--paper);border-radius:.5rem;padding:1rem;margin:.5rem 0;overflow-wrap:anywhere}
.card h3{margin:0;font-size:1rem} .card p{margin:.25rem 0 0} .quiet{color:var(--quiet);font-size:.875rem}
.amount{font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums} .state{color:var(--green);font-weight:600} .void{color:var(--warn)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.75rem 0 0;font-size:.9375rem} dt{color:var(--quiet)} dd{margin:0;text-align:right;overflow-wrap:anywhere}
button,.button{font:inherit;min-height:44px;padding:.5rem 1rem;border:1px solid var(--line);border-radius:.4rem;background:var(--paper);color:var(--ink);width:100%;margin-top:.5rem;display:block;text-align:center;text-decoration:none;cursor:pointer}
button.main,.button.main{background:#078a45;border-color:#078a45;color:#fff;font-weight:600} header button{width:auto;margin:0}
button:focus-visible,a:focus-visible{outline:3px solid #1a73e8;outline-offset:2px}
.empty{background:var(--paper);border-radius:.5rem;padding:1.25rem;color:var(--quiet);text-align:center}
`

const page = (title: string, body: string, person?: Person) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<header><p>微信桌面 · 模拟</p>${
  person
    ? `<form method="post" action="/desk/logout"><button>${escapeHtml(person.name)} · 切换</button></form>`
    : ''
}</header><main>${body}</main><script src="/desk/back.js"></script></body></html>`

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`
const at = (epochMs: number) => new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** Who plays the user. */
export function loginPage(ground: MpGround, to: string): string {
  const people = [...ground.world.people.values()].map(
    ({ id, name, phone }) =>
      `<button name="person" value="${escapeHtml(id)}">${escapeHtml(name)}　<span class="quiet">${escapeHtml(phone)}</span></button>`,
  )
  return page(
    '登录微信（模拟）',
    `<h1>以谁的身份使用微信？</h1>
<p class="note">这里代替真实的微信：授权领取发票、查看卡包与订阅消息。所有人物均为虚构。</p>
<form method="post" action="/desk/login"><input type="hidden" name="to" value="${escapeHtml(to)}">${people.join('')}</form>`,
  )
}

/** What the user sees in his WeChat: invoices to authorise, the card wallet, messages. */
export function deskPage(ground: MpGround, person: Person): string {
  const { world } = ground
  const open = world.orders.filter(({ state }) => state === 'offered')
  const cards = world.cards.filter((card) => card.person === person.id).reverse()
  const messages = world.messages.filter((message) => message.person === person.id).reverse()
  return page(
    '微信桌面（模拟）',
    `<h1>${escapeHtml(person.name)}的微信</h1>
<h2>待领取的发票</h2>${open.map((order) => openOrder(ground, order)).join('') || empty('没有待领取的发票。在开票页点“存入微信卡包”后会出现在这里。')}
<h2>卡包 · 发票</h2>${cards.map(walletCard).join('') + payCards(ground, person) || empty('卡包里还没有发票。')}
<h2>订阅消息</h2>${messages.map(message).join('') || empty('还没有消息。')}
<form method="post" action="/desk/consent"><button>允许各类消息各发送一次</button></form>
<p class="note">演示用页面，不连接真实微信。刷新页面查看最新状态。</p><a class="button" href="/desk">刷新</a>`,
    person,
  )
}

const empty = (text: string) => `<p class="empty">${text}</p>`

const nameOf = (ground: MpGround, order: Order) => ground.world.accounts.get(order.appid)?.name ?? order.appid

const openOrder = (
  ground: MpGround,
  order: Order,
) => `<div class="card"><h3>${escapeHtml(nameOf(ground, order))}</h3>
<p class="amount">${yuan(order.money)}</p><a class="button main" href="/desk/authorise/${order.key}">查看并领取</a></div>`

const STATUS: Record<ReimburseStatus, string> = {
  INVOICE_REIMBURSE_INIT: '未报销',
  INVOICE_REIMBURSE_LOCK: '报销锁定中',
  INVOICE_REIMBURSE_CLOSURE: '已报销',
  INVOICE_REIMBURSE_CANCEL: '已作废（红冲）',
}

function walletCard(card: WalletCard): string {
  const { invoice } = card
  const rows: [string, unknown][] = [
    ['发票号码', invoice.billing_no],
    ['购买方', invoice.title],
    ['销售方', card.payee],
    ['不含税金额', yuan(Number(invoice.fee_without_tax))],
    ['税额', yuan(Number(invoice.tax))],
    ['开票时间', at(Number(invoice.billing_time) * 1000)],
  ]
  const isVoid = card.status === 'INVOICE_REIMBURSE_CANCEL'
  return `<div class="card"><h3>${escapeHtml(card.payee)} <span class="${isVoid ? 'void' : 'state'}">${STATUS[card.status]}</span></h3>
<p class="amount">${yuan(Number(invoice.fee))}</p>
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(String(value))}</dd>`).join('')}</dl></div>`
}

/** What the pay side brought: it tells number, amount and state only. */
function payCards(ground: MpGround, person: Person): string {
  const mine = [...ground.world.accounts.keys()].flatMap((appid) =>
    ground.wallet.of(openidOf(person.id, appid)),
  )
  const words = { inserted: '未报销', reversed: '已作废（红冲）', gone: '已移出' }
  return mine
    .filter(({ side }) => side === 'pay')
    .map(
      (card) => `<div class="card"><h3>微信支付开票 <span class="state">${words[card.status]}</span></h3>
<p class="amount">${yuan(card.totalFen)}</p><dl><dt>发票号码</dt><dd>${escapeHtml(card.number)}</dd><dt>存入时间</dt><dd>${at(card.at)}</dd></dl></div>`,
    )
    .join('')
}

const message = (
  one: MpGround['world']['messages'][number],
) => `<div class="card"><h3>${escapeHtml(one.title)}</h3>
<p class="quiet">${at(one.at)}</p><dl>${Object.entries(one.data)
  .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
  .join('')}</dl></div>`

const DECIDED: Record<Order['state'], string> = {
  offered: '',
  authorised: '已领取，发票正在存入卡包。',
  declined: '您没有领取这张发票。',
  rejected: '商家已撤回这张发票。',
  inserted: '这张发票已在卡包里。',
}

/** WeChat's own page: the user takes the invoice or does not. */
export function authorisePage(ground: MpGround, person: Person, order: Order): string {
  const form = `<form method="post" action="/desk/authorise/${order.key}">
<button class="main" name="answer" value="yes">领取发票</button><button name="answer" value="no">暂不领取</button></form>`
  return page(
    '领取发票（模拟微信）',
    `<h1>领取发票</h1><div class="card"><h3>${escapeHtml(nameOf(ground, order))}</h3><p class="amount">${yuan(order.money)}</p>
<dl><dt>订单号</dt><dd>${escapeHtml(order.orderId)}</dd><dt>存入</dt><dd>${escapeHtml(person.name)}的卡包</dd></dl></div>
${order.state === 'offered' ? form : `<p class="empty">${DECIDED[order.state]}</p><a class="button" href="${escapeHtml(order.redirectUrl || '/desk')}">返回</a>`}`,
    person,
  )
}

/** The user picks one of his stored titles for the merchant. */
export function titlePage(person: Person, key: string): string {
  const titles = person.titles.map(
    (title, index) =>
      `<button name="index" value="${index}">${escapeHtml(title.title)}<br><span class="quiet">${escapeHtml(title.tax_no || '个人')}</span></button>`,
  )
  return page(
    '选择发票抬头（模拟微信）',
    `<h1>选择发票抬头</h1><form method="post" action="/desk/titles/${escapeHtml(key)}">${
      titles.join('') || empty('您还没有保存抬头。')
    }</form>`,
    person,
  )
}

/** The title is with the merchant; the user goes back to where he came from. */
export function titleDonePage(person: Person): string {
  return page(
    '已提交抬头（模拟微信）',
    `<h1>已把抬头交给商家</h1><p class="note">回到开票页，抬头会自动填好。</p>
<button id="back" class="main" type="button">返回开票页</button>`,
    person,
  )
}

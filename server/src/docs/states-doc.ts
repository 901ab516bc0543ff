import {
  type ApplicationAction,
  type ApplicationStatus,
  applicationMachine,
  type BookingAction,
  type BookingStatus,
  bookingMachine,
  type CaptureAction,
  type CaptureStatus,
  captureMachine,
  type DeliveryAction,
  type DeliveryStatus,
  deliveryMachine,
  type IssueRequestAction,
  type IssueRequestStatus,
  issueRequestMachine,
  type Machine,
  nextActions,
  type OrderCodeAction,
  type OrderCodeStatus,
  orderCodeMachine,
  type ProductCodeAction,
  type ProductCodeStatus,
  productCodeMachine,
  type SheetAction,
  type SheetStatus,
  sheetMachine,
  type UseAction,
  type UseStatus,
  useMachine,
  type VerificationAction,
  type VerificationStatus,
  verificationMachine,
  type WalletCardAction,
  type WalletCardStatus,
  type WalletPickAction,
  type WalletPickStatus,
  walletCardMachine,
  walletPickMachine,
} from '@piaoma/shared/states'
import { code, table } from './markdown'

/** A machine with what its words mean. A state or action without an explanation does not compile. */
interface Described<Status extends string, Action extends string> {
  title: string
  machine: Machine<Status, Action>
  /** Where a life may begin. */
  begins: readonly Status[]
  states: Readonly<Record<Status, string>>
  /** Who or what takes the action. */
  actions: Readonly<Record<Action, string>>
}

const orderCode: Described<OrderCodeStatus, OrderCodeAction> = {
  title: 'Order code 订单码',
  machine: orderCodeMachine,
  begins: ['active', 'unpaid'],
  states: {
    unpaid: '未付款: the order exists, the guest has not paid',
    active: '可开票: can be used, between its dates',
    inactive: '已停用: switched off by the merchant',
    reserved: '开票中: an application holds it',
    spent: '已开票: the invoice is issued; for ever',
    void: '已作废: the order is gone; for ever',
  },
  actions: {
    markPaid: 'till or merchant',
    activate: 'till or merchant',
    deactivate: 'till or merchant',
    reserve: 'submitting an application, or correcting a refused one',
    release: 'refusal, rejection, withdrawal or discarding of the application',
    spend: 'the last invoice of the application is recorded',
    void: 'till or merchant',
    renew: 'till or merchant: moves `validUntil`; expiry is a date, not a state',
  },
}

const productCode: Described<ProductCodeStatus, ProductCodeAction> = {
  title: 'Product code 商品码',
  machine: productCodeMachine,
  begins: ['active'],
  states: {
    active: '启用中: can be used, between its dates, as often as guests like',
    inactive: '已停用: switched off by the merchant',
    void: '已删除: hidden; applications made with it stay',
  },
  actions: { activate: 'merchant', deactivate: 'merchant', delete: 'merchant' },
}

const application: Described<ApplicationStatus, ApplicationAction> = {
  title: 'Application 开票申请',
  machine: applicationMachine,
  begins: ['submitted', 'reviewing'],
  states: {
    submitted: '已提交: accepted; the next step is written with it',
    reviewing: '待审核: waits for the merchant',
    rejected: '已驳回: the merchant said no, with a reason; order codes are free again',
    issuing: '开票中: asked for at the tax channel',
    waiting:
      '等待中: quota, operator, channel, or an amount that a person must look at; goes on without the guest',
    issued: '已开票: every invoice is there, order codes are spent',
    refused: '开票失败: a definite no of the tax side; order codes are free again',
    cancelled: '已取消: withdrawn by the guest, discarded by the merchant, or put into another one',
  },
  actions: {
    approve: 'merchant',
    reject: 'merchant',
    withdraw: 'guest, before anybody approved',
    discard: 'merchant',
    merge: 'merchant: issued with another one of the same guest; its links lead there',
    request: 'job `issuing.request`',
    hold: 'job `issuing.drive`: quota, operator, channel, partly refused; or an invoice was parked',
    resume: 'job `issuing.drive`: the channel took the request after a wait',
    complete: 'the last invoice is recorded, or the parked one accepted',
    refuse: 'a definite refusal, of the channel or of our own checks before it',
    correct: 'merchant: issue anew, as edited',
  },
}

const issueRequest: Described<IssueRequestStatus, IssueRequestAction> = {
  title: 'Issue request (one serial at the tax channel)',
  machine: issueRequestMachine,
  begins: ['created'],
  states: {
    created: 'stored with its serial; nothing was sent',
    sending: 'marked before the call; whoever finds it so later asks, and does not send',
    accepted: 'the channel took it; the result is asked for',
    unknown: 'nobody knows what became of it; asked about under the same serial until somebody does',
    waiting:
      'definitely not issued yet, for a cause outside (quota, operator, channel); tried again by itself',
    issued: 'the invoice is recorded',
    parked: 'issued with other amounts than asked; nobody believes it until a person has looked',
    refused: 'a definite no; this serial is over',
  },
  actions: {
    send: 'first call, or again after a wait',
    accept: 'the channel took it',
    lose: 'time-out, reset, error page, or a crash while sending',
    hold: 'quota used up, operator must confirm his identity, channel closed',
    resend: 'the channel says definitely that it never saw the serial: same serial, again',
    issue: 'the channel says issued, with our amounts',
    park: 'the channel says issued, with other amounts',
    unpark: 'merchant: the parked invoice is to stand',
    refuse: 'the channel refuses definitely',
  },
}

const delivery: Described<DeliveryStatus, DeliveryAction> = {
  title: 'Delivery 交付 (e-mail)',
  machine: deliveryMachine,
  begins: ['pending'],
  states: {
    pending: '待发送: waits for its (next) try',
    sending: '发送中: marked before the mail server is talked to',
    sent: '已发送: the mail server took it',
    failed: '发送失败: refused for good or tried for a day; the invoice is not touched',
  },
  actions: {
    send: 'job `deliver`; from `sending` after a crash, under the same Message-ID',
    complete: 'the mail server took it',
    retry: 'a passing failure; from `failed` when a person sends again',
    fail: 'refused for good, or the last try failed',
  },
}

const walletCard: Described<WalletCardStatus, WalletCardAction> = {
  title: 'Wallet card 微信卡包 (one invoice by one route)',
  machine: walletCardMachine,
  begins: ['offered'],
  states: {
    offered: '待授权: the guest has the address where he authorises it',
    authorised: '已授权: WeChat, asked by us, says that he did',
    uploading: '上传中: marked before the PDF is sent',
    inserting: '存入中: the PDF is there; the insertion is marked before it is sent',
    unknown: '待确认: sent or taken, but not yet seen in the wallet; asked about until it is',
    inserted: '已存入: seen in the wallet',
    declined: '未授权: the guest said no, or let it lapse',
    failed: '存入失败: a definite no; mail and download are not touched',
    cancelled: '已作废: the invoice was reversed',
  },
  actions: {
    authorise: 'job `wallet.drive`: the query says authorised',
    decline: 'job `wallet.drive`: the query says rejected, or the offer lapsed',
    reoffer: 'guest, asking once more',
    upload: 'job `wallet.drive`, before the PDF is sent',
    insert: 'job `wallet.drive`: WeChat has the PDF',
    lose: 'time-out, reset, a crash after the call, or taken for later',
    resend: 'the query says definitely that it is not there: same id, again',
    settle: 'the answer or the query shows the card',
    fail: 'a definite refusal',
    cancel: 'job `wallet.cancel` after a reversal',
  },
}

const capture: Described<CaptureStatus, CaptureAction> = {
  title: 'Capture 采集 (one attempt to take in an invoice)',
  machine: captureMachine,
  begins: ['queued', 'read'],
  states: {
    queued: '排队中: the original is kept, reading has not begun',
    reading: '识别中: a worker reads it; whoever finds it so after a crash reads it again',
    read: '已识别: its invoice is in the pool; at once when the very same bytes were read before',
    split: '已拆开: a zip whose files went on as captures of their own',
    unread: '未识别: read to the end and no invoice found, with a reason',
    failed: '识别失败: reading broke off three times; the original is kept',
  },
  actions: {
    begin: 'job `capture.read`; from `reading` after a crash',
    keep: 'an invoice was read and is in the pool',
    split: 'it is a zip',
    refuse: 'no invoice, or one that cannot be read',
    fail: 'the third try broke off',
    retry: 'whoever brought it',
  },
}

const verification: Described<VerificationStatus, VerificationAction> = {
  title: 'Verification 查验 of a received invoice',
  machine: verificationMachine,
  begins: ['unverified'],
  states: {
    unverified: '未查验: nobody has asked, or there is no answer to be had now',
    asking: '查验中: a job asks, as often as it may, until there is an answer',
    verified: '查验一致: the tax side has it with these values; kept, and asked again now and then',
    mismatch: '不一致: the tax side has other values; the same ones are not sent again',
    no_record: '查无此票',
    voided: '已作废: worthless',
    reversed: '已红冲: worthless, wholly or in part',
    not_possible: '不可查验: nobody verifies this kind',
  },
  actions: {
    ask: 'a person, or by itself once it is read',
    find: 'the tax side: found',
    differ: 'the tax side: mismatch',
    miss: 'the tax side: no such invoice',
    void: 'the tax side: voided',
    reverse: 'the tax side: reversed; also long after it was found good',
    leave: 'tries used up, account refused, or values missing',
    skip: 'its kind is not verified by anybody',
    reopen: 'a person gave it other values than the tax side was asked about',
  },
}

const use: Described<UseStatus, UseAction> = {
  title: 'Use 用途 of a received invoice',
  machine: useMachine,
  begins: ['unselected'],
  states: {
    unselected: '未勾选',
    deducted: '抵扣: its tax is deducted',
    not_deducted: '不抵扣: decided not to',
    refunded: '退税: claimed back; for ever',
  },
  actions: {
    deduct: 'finance',
    setAside: 'finance',
    refund: 'finance',
    clear: 'finance, while the tax period is open',
  },
}

const booking: Described<BookingStatus, BookingAction> = {
  title: 'Booking 入账 of a received invoice',
  machine: bookingMachine,
  begins: ['unbooked'],
  states: { unbooked: '未入账', booked: '已入账: stands in the books and in the archive chain' },
  actions: { book: 'finance', unbook: 'finance: the booking was taken back' },
}

const sheet: Described<SheetStatus, SheetAction> = {
  title: 'Reimbursement sheet 报销单',
  machine: sheetMachine,
  begins: ['draft'],
  states: {
    draft: '草稿: invoices are put on and taken off',
    submitted: '待审批: waits for finance',
    approved: '已通过: may be paid once every invoice on it is still good',
    returned: '已退回: with a reason; may be changed and submitted again',
    paid: '已付款; for ever',
    discarded: '已作废: its invoices are free again',
  },
  actions: {
    submit: 'whoever wrote it',
    approve: 'finance, of a sheet of somebody else',
    return: 'finance; from `approved` also when the re-check before payment finds something',
    pay: 'finance, after the re-check',
    discard: 'whoever wrote it',
  },
}

const walletPick: Described<WalletPickStatus, WalletPickAction> = {
  title: 'Wallet pick 卡包报销 (an invoice that a member picked from his own wallet)',
  machine: walletPickMachine,
  begins: ['free'],
  states: {
    free: '可报销: in the wallet, claimed by nobody',
    locking: '锁定中: marked before WeChat is told; asked about until it is known',
    locked: '已锁定: nobody else can claim it',
    closing: '核销中: marked before WeChat is told; asked about until it is known',
    closed: '已核销: paid back; it has left the wallet, for ever',
    releasing: '解锁中: marked before WeChat is told; asked about until it is known',
    gone: '不可报销: voided by its seller or claimed elsewhere',
  },
  actions: {
    lock: 'job `wallet.claim`, the sheet was submitted (or paid, when it is not locked yet)',
    close: 'job `wallet.claim`, the sheet was paid',
    release: 'job `wallet.claim`, the sheet was returned or discarded',
    beLocked: 'the answer of WeChat, or what it says when asked',
    beClosed: 'the answer of WeChat, or what it says when asked',
    beFree: 'the answer of WeChat, or what it says when asked',
    lose: 'WeChat, when asked: cancelled, closed or locked by somebody else',
    pickAgain: 'the member picks it again',
  },
}

const ALL = [
  ...[orderCode, productCode, application, issueRequest, delivery],
  walletCard,
  // The way in.
  capture,
  verification,
  use,
  booking,
  sheet,
  walletPick,
] as Described<string, string>[]

/** `docs/states.md`: every life cycle as a picture and as tables. */
export function statesDoc(): string {
  return `# States

<!-- Generated by \`npm run docs:generate\` from shared/src/states. Do not edit. -->

A state changes in one way only: \`transition()\` in \`server/src/db/transition.ts\` runs one
\`UPDATE … WHERE status IN (the states the action may start from)\` and looks at the number of changed rows. Zero rows:
somebody else was first, and nothing happened. The tables are data in \`shared/src/states/lifecycles.ts\`; pages ask them
which buttons to show.

${ALL.map(picture).join('\n\n')}
`
}

/** For ARCHITECTURE.md: each machine in one table. */
export function stateTables(): string {
  return ALL.map((each) => `**${each.title}**\n\n${stateTable(each as Described<string, string>)}`).join(
    '\n\n',
  )
}

function picture<Status extends string, Action extends string>(one: Described<Status, Action>): string {
  const { title, machine, begins, actions } = one
  const names = Object.keys(actions) as Action[]
  const arrows = names.flatMap((action) =>
    machine[action].from.map((from) => `  ${from} --> ${machine[action].to}: ${action}`),
  )
  return `## ${title}

\`\`\`mermaid
stateDiagram-v2
${[...begins.map((status) => `  [*] --> ${status}`), ...arrows].join('\n')}
\`\`\`

${stateTable(one)}

${table(
  ['action', 'from', 'to', 'taken by'],
  names.map((action) => [
    code(action),
    machine[action].from.map(code).join(', '),
    code(machine[action].to),
    actions[action],
  ]),
)}`
}

function stateTable<Status extends string, Action extends string>(one: Described<Status, Action>): string {
  const { machine, begins, states } = one
  return table(
    ['state', 'meaning', 'what can happen next'],
    (Object.keys(states) as Status[]).map((status) => {
      const next = nextActions(machine, status).map((action) => `${action} → ${code(machine[action].to)}`)
      const name = begins.includes(status) ? `**${code(status)}** (begins)` : code(status)
      return [name, states[status], next.join(', ') || 'nothing: it ends here']
    }),
  )
}

/** What one error means to the three people who meet it. */
export interface ErrorEntry {
  /** HTTP status. */
  status: number
  /** What happened and what to do, for the user, in both languages. */
  zh: string
  en: string
  /** What the page offers. */
  action: 'fix_input' | 'retry' | 'wait' | 'ask_merchant' | 'sign_in' | 'none'
  /** Whether it is worth waking the operator. */
  report: boolean
}

const table = {
  'request.malformed': {
    status: 400,
    zh: '请求不是有效的 JSON，请检查格式后重发。',
    en: 'The request is not valid JSON. Check its form and send it again.',
    action: 'fix_input',
    report: false,
  },
  'request.invalid': {
    status: 422,
    zh: '有内容需要修改，请按提示逐项更正。',
    en: 'Some fields need correcting; each one says how.',
    action: 'fix_input',
    report: false,
  },
  'request.too_large': {
    status: 413,
    zh: '内容超过大小限制，请缩小后重试。',
    en: 'The request is larger than allowed. Make it smaller and try again.',
    action: 'fix_input',
    report: false,
  },
  'request.unsupported_type': {
    status: 415,
    zh: '不支持这种内容类型，请使用 application/json。',
    en: 'This content type is not supported. Use application/json.',
    action: 'fix_input',
    report: false,
  },
  'request.method_not_allowed': {
    status: 405,
    zh: '此地址不支持该请求方法。',
    en: 'This address does not accept that method.',
    action: 'none',
    report: false,
  },
  'request.rate_limited': {
    status: 429,
    zh: '操作太频繁，请稍候再试。',
    en: 'Too many requests. Please wait a moment and try again.',
    action: 'wait',
    report: false,
  },
  'auth.required': {
    status: 401,
    zh: '请先登录。',
    en: 'Please sign in first.',
    action: 'sign_in',
    report: false,
  },
  'auth.failed': {
    status: 401,
    zh: '账号或密码不正确。',
    en: 'The login or the password is wrong.',
    action: 'fix_input',
    report: false,
  },
  'auth.link_used': {
    status: 401,
    zh: '登录链接已使用或已过期，请重新获取。',
    en: 'This sign-in link was used or has expired. Get a new one.',
    action: 'sign_in',
    report: false,
  },
  'auth.locked': {
    status: 423,
    zh: '密码错误次数过多，账号已临时锁定，请稍后再试。',
    en: 'Too many wrong passwords: the account is locked for a while.',
    action: 'wait',
    report: false,
  },
  'auth.forbidden': {
    status: 403,
    zh: '您的角色没有此项权限，请联系管理员。',
    en: 'Your role does not allow this. Ask the owner.',
    action: 'none',
    report: false,
  },
  'resource.not_found': {
    status: 404,
    zh: '没有找到，可能已被删除。',
    en: 'Not found; it may have been deleted.',
    action: 'none',
    report: false,
  },
  'resource.conflict': {
    status: 409,
    zh: '状态已变化，请刷新后再操作。',
    en: 'It has changed meanwhile. Reload and try again.',
    action: 'retry',
    report: false,
  },
  'resource.exists': {
    status: 409,
    zh: '已存在相同的记录。',
    en: 'The same record exists already.',
    action: 'fix_input',
    report: false,
  },
  'code.not_found': {
    status: 404,
    zh: '没有这个开票码，请核对小票上的号码，或请店员重新出码。',
    en: 'There is no such code. Check it against the receipt or ask the staff for a new one.',
    action: 'ask_merchant',
    report: false,
  },
  'code.spent': {
    status: 409,
    zh: '这个订单码已经用于开票，不能再次使用。',
    en: 'This order code has already been used for an invoice.',
    action: 'ask_merchant',
    report: false,
  },
  'code.expired': {
    status: 410,
    zh: '开票码已过有效期，请联系商家续期。',
    en: 'This code has expired. The merchant can renew it.',
    action: 'ask_merchant',
    report: false,
  },
  'code.not_started': {
    status: 409,
    zh: '开票码尚未到可用时间。',
    en: 'This code is not valid yet.',
    action: 'wait',
    report: false,
  },
  'code.inactive': {
    status: 409,
    zh: '开票码已被商家停用，请联系商家。',
    en: 'The merchant has deactivated this code. Please ask them.',
    action: 'ask_merchant',
    report: false,
  },
  'code.unpaid': {
    status: 409,
    zh: '订单尚未付款，付款后即可开票。',
    en: 'This order is not paid yet. You can get the invoice after paying.',
    action: 'wait',
    report: false,
  },
  'code.kind_not_allowed': {
    status: 422,
    zh: '此码不支持所选的发票类型。',
    en: 'This code does not allow that kind of invoice.',
    action: 'fix_input',
    report: false,
  },
  'code.not_mergeable': {
    status: 422,
    zh: '这些码不能合并开票：须为同一销售方的订单码。',
    en: 'These codes cannot be merged: they must be order codes of one seller.',
    action: 'fix_input',
    report: false,
  },
  'code.too_old': {
    status: 410,
    zh: '小票上的码已超过可开票期限，请联系商家。',
    en: 'The code on this receipt is too old. Please ask the merchant.',
    action: 'ask_merchant',
    report: false,
  },
  'application.not_found': {
    status: 404,
    zh: '没有找到这笔开票申请。',
    en: 'There is no such application.',
    action: 'none',
    report: false,
  },
  'idempotency.key_required': {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头，请为每次提交生成一个并在重试时沿用。',
    en: 'The Idempotency-Key header is missing. Make one for each submission and keep it when retrying.',
    action: 'fix_input',
    report: false,
  },
  'idempotency.key_reused': {
    status: 422,
    zh: '同一个 Idempotency-Key 用于了不同的内容，请为新的提交换一个。',
    en: 'This Idempotency-Key was used with other content. Make a new one for a new submission.',
    action: 'fix_input',
    report: false,
  },
  'import.unreadable': {
    status: 422,
    zh: '表格无法读取，请使用 .xlsx 或 .csv 模板。',
    en: 'The table cannot be read. Use the .xlsx or .csv template.',
    action: 'fix_input',
    report: false,
  },
  'delivery.too_many': {
    status: 429,
    zh: '这张发票发送次数过多，请明天再试或直接下载。',
    en: 'This invoice was sent too often. Try tomorrow or download it.',
    action: 'wait',
    report: false,
  },
  'document.not_ready': {
    status: 409,
    zh: '文件还在从税务端获取，请稍候再试。',
    en: 'The file is still being fetched from the tax side. Please try again shortly.',
    action: 'wait',
    report: false,
  },
  'wechat.not_configured': {
    status: 409,
    zh: '商家尚未开通此项微信功能。',
    en: 'This WeChat function is not set up here.',
    action: 'none',
    report: false,
  },
  'wechat.code_invalid': {
    status: 422,
    zh: '微信登录凭证已失效，请重新进入页面再试。',
    en: 'The WeChat code has expired or was used. Open the page again.',
    action: 'retry',
    report: false,
  },
  'wechat.snapshot': {
    status: 422,
    zh: '当前是微信快照页，请点击“使用完整服务”后再试。',
    en: 'This is a WeChat snapshot page. Choose the full service first.',
    action: 'fix_input',
    report: false,
  },
  'wechat.unavailable': {
    status: 503,
    zh: '暂时连不上微信，请稍后再试；发票不受影响。',
    en: 'WeChat cannot be reached now. Try again later; the invoice is not affected.',
    action: 'retry',
    report: false,
  },
  'wechat.not_a_member': {
    status: 403,
    zh: '此手机号尚未加入任何商家，请向管理员索取邀请链接。',
    en: 'This phone number belongs to no merchant here. Ask the owner for an invitation link.',
    action: 'ask_merchant',
    report: false,
  },
  'wallet.not_ready': {
    status: 409,
    zh: '发票文件还在准备，请稍候再存入卡包。',
    en: 'The invoice file is still being prepared. Please try again shortly.',
    action: 'wait',
    report: false,
  },
  'wallet.not_possible': {
    status: 409,
    zh: '这张发票无法存入微信卡包，请下载或发送到邮箱。',
    en: 'This invoice cannot go into the card wallet. Download it or have it mailed.',
    action: 'none',
    report: false,
  },
  'server.error': {
    status: 500,
    zh: '系统出错，我们已收到报告，请稍后重试；已提交的申请不会丢失。',
    en: 'Something failed on our side and has been reported. Try again later; nothing submitted is lost.',
    action: 'retry',
    report: true,
  },
  'server.busy': {
    status: 503,
    zh: '系统繁忙，请稍后重试。',
    en: 'The service is busy. Please try again shortly.',
    action: 'retry',
    report: true,
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof table

/** The closed table of problem codes (RFC 9457 `code`); docs/errors.md is generated from it. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = table

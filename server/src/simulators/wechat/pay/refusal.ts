/** A refusal in WeChat Pay's own form: HTTP status, code, message, detail, and the inner reason in Request-ID. */
export class PayRefusal extends Error {
  override readonly name = 'PayRefusal'
  readonly status: number
  readonly code: string
  readonly detail: unknown
  /** The number behind the dash of Request-ID (facts 1.12). */
  readonly reason: number

  constructor(
    status: number,
    code: string,
    message: string,
    options: { detail?: unknown; reason?: number } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.detail = options.detail
    this.reason = options.reason ?? 268_435_461
  }
}

/** 400 about one field, named by its JSON pointer, in the message form of facts 1.9. */
export function paramError(pointer: string, rule: string, location = 'body'): PayRefusal {
  return new PayRefusal(
    400,
    'PARAM_ERROR',
    `输入源“/${location}${pointer}”映射到字段“${pointer}”${rule}规则校验失败`,
    {
      detail: { location, field: pointer, value: '' },
    },
  )
}

/** 400: well-formed, but against a rule of the business. */
export const invalidRequest = (message: string, reason?: number) =>
  new PayRefusal(400, 'INVALID_REQUEST', message, reason === undefined ? {} : { reason })

export const notFound = (message: string, code = 'RESOURCE_NOT_EXISTS') => new PayRefusal(404, code, message)

/** 403 with one of the two messages of facts 1.12. */
export const noAuth = (why: 'relation' | 'mode') =>
  why === 'relation'
    ? new PayRefusal(403, 'NO_AUTH', '服务商与子商户不存在受理关系', { reason: 268_443_701 })
    : new PayRefusal(403, 'NO_AUTH', '商户未完成服务商电子发票的开通设置')

/** The same call again, with other content. */
export const repeatedDifferently = () => invalidRequest('请求重入时，参数与首次请求时不一致', 268_498_688)

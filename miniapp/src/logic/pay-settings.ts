import type { CallInput, CallOutput } from '@piaoma/shared/client'
import type { TaxRate } from '@piaoma/shared/tax'
import type { Issue } from './line-draft'
import { APP_ID } from './wechat-settings'

type Settings = CallOutput<'GET /api/v1/merchant/wechat-pay'>
type Body = CallInput<'PATCH /api/v1/merchant/wechat-pay'>['body']

/** The numbers and keys of WeChat Pay as they are typed. Secrets are never shown: empty means as it was. */
export interface PayKeysDraft {
  mchid: string
  appId: string
  isPartner: boolean
  subMchid: string
  certificate: string
  privateKey: string
  apiV3Key: string
  /** 微信支付公钥 or a platform certificate; given together, they take the place of those that are there. */
  platformKeys: readonly { id: string; pem: string }[]
}

/** What the form begins with. */
export function startPayKeys(settings: Settings): PayKeysDraft {
  return {
    mchid: settings.mchid ?? '',
    appId: settings.appId ?? '',
    isPartner: settings.subMchid !== null,
    subMchid: settings.subMchid ?? '',
    certificate: '',
    privateKey: '',
    apiV3Key: '',
    platformKeys: [{ id: '', pem: '' }],
  }
}

const MCHID = /^\d{8,10}$/
const PEM = /^-----BEGIN [A-Z ]+-----[\s\S]+-----END [A-Z ]+-----$/

/** Everything that is wrong; the first time nothing may be missing. */
export function payKeysIssues(draft: PayKeysDraft, isSetUp: boolean): Issue[] {
  const issues: Issue[] = []
  const check = (path: string, value: string, form: RegExp, code: string, isNeeded = !isSetUp) => {
    const text = value.trim()
    if (text === '') {
      if (isNeeded) issues.push({ path, code: 'field.required' })
    } else if (!form.test(text)) issues.push({ path, code })
  }
  check('mchid', draft.mchid, MCHID, 'wechat_pay.mchid_form', true)
  check('appId', draft.appId, APP_ID, 'wechat.app_id_form', true)
  if (draft.isPartner) check('subMchid', draft.subMchid, MCHID, 'wechat_pay.mchid_form', true)
  check('certificate', draft.certificate, PEM, 'wechat_pay.certificate_form')
  check('privateKey', draft.privateKey, PEM, 'wechat_pay.private_key_form')
  check('apiV3Key', draft.apiV3Key, /^.{32}$/, 'wechat_pay.api_key_form')
  draft.platformKeys.forEach(({ id, pem }, index) => {
    const isBegun = id.trim() !== '' || pem.trim() !== '' || (index === 0 && !isSetUp)
    check(`platformKeys.${index}.id`, id, /^.{1,64}$/, 'field.invalid', isBegun)
    check(`platformKeys.${index}.pem`, pem, PEM, 'wechat_pay.platform_key_form', isBegun)
  })
  return issues
}

/** The change to send; what is empty stays as it was. Call when `payKeysIssues` finds nothing. */
export function payKeysBody(draft: PayKeysDraft): Body {
  const typed = (['certificate', 'privateKey', 'apiV3Key'] as const)
    .map((name) => [name, draft[name].trim()] as const)
    .filter(([, value]) => value !== '')
  const platformKeys = draft.platformKeys
    .map(({ id, pem }) => ({ id: id.trim(), pem: pem.trim() }))
    .filter(({ id }) => id !== '')
  return {
    mchid: draft.mchid.trim(),
    appId: draft.appId.trim(),
    subMchid: draft.isPartner ? draft.subMchid.trim() : null,
    ...Object.fromEntries(typed),
    ...(platformKeys.length > 0 ? { platformKeys } : {}),
  }
}

/** What a payment without an order of ours becomes. */
export interface PayLineDraft {
  isOn: boolean
  storeId: string
  name: string
  specification: string
  unit: string
  taxRate: TaxRate
  taxCode: string
}

/** What the form of it begins with. */
export function startPayLine({ line, storeId }: Settings): PayLineDraft {
  return {
    isOn: line !== null,
    storeId: storeId ?? '',
    name: line?.name ?? '',
    specification: line?.specification ?? '',
    unit: line?.unit ?? '',
    taxRate: line?.taxRate ?? '0.06',
    taxCode: line?.taxCode ?? '',
  }
}

/** Everything that is wrong with it. */
export function payLineIssues(draft: PayLineDraft): Issue[] {
  if (!draft.isOn) return []
  const issues: Issue[] = []
  if (draft.name.trim() === '') issues.push({ path: 'line.name', code: 'field.required' })
  if (!/^\d{19}$/.test(draft.taxCode)) issues.push({ path: 'line.taxCode', code: 'line.tax_code_form' })
  return issues
}

/** The change to send. */
export function payLineBody(draft: PayLineDraft): Body {
  if (!draft.isOn) return { line: null }
  const { taxRate, taxCode } = draft
  const [name, specification, unit] = [draft.name.trim(), draft.specification.trim(), draft.unit.trim()]
  const line = { name, taxRate, taxCode, ...(specification && { specification }), ...(unit && { unit }) }
  return { line, storeId: draft.storeId || null }
}

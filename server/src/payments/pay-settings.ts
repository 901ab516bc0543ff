import type { paySettings, paySettingsInput } from '@piaoma/shared/contract'
import type { FieldIssue } from '@piaoma/shared/errors'
import type { z } from 'zod'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { type Acting, changedFields, refuseIssues, taxCodeIssues } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { storeEntity } from '../merchants/entity'
import { credentialIssues, loadPayKeys, type PayCredentials } from '../wechat/pay/keys'
import { type PayAccountRow, payAccountEntity } from './entity'
import type { PayAccess, SealedSecrets } from './pay-access'

type Input = z.output<typeof paySettingsInput>
const REQUIRED = ['mchid', 'appId', 'certificate', 'privateKey', 'apiV3Key', 'platformKeys'] as const

/** The settings of a merchant as he sees them; secrets stay inside. */
export function presentPaySettings(
  ground: Ground,
  account: PayAccountRow | null,
): z.input<typeof paySettings> {
  return {
    isSetUp: account !== null,
    mchid: account?.mchid ?? null,
    subMchid: account?.subMchid ?? null,
    appId: account?.appId ?? null,
    certificateSerial: account?.certificateSerial ?? null,
    platformKeyIds: account?.platformKeys.map(({ id }) => id) ?? [],
    line: account?.line ?? null,
    storeId: account?.storeId ?? null,
    callbackUrl: account ? callbackUrlOf(ground, account) : null,
  }
}

export const callbackUrlOf = (ground: Pick<Ground, 'publicUrl'>, account: PayAccountRow): string =>
  `${ground.publicUrl}/callbacks/wechat-pay/${account.callbackKey}`

/**
 * Sets or changes a merchant's WeChat Pay; what is left out stays. The first time everything that identifies and signs
 * is needed. Refuses keys that cannot be read or do not belong together, every field at once.
 */
export async function savePaySettings(ground: Ground, acting: Acting, input: Input): Promise<PayAccountRow> {
  const { merchantId } = acting
  const known = await ground.db.manager.findOneBy(payAccountEntity, { merchantId })
  const credentials = merged(ground, known, input)
  const appId = input.appId ?? known?.appId
  const missing: FieldIssue[] = known
    ? []
    : REQUIRED.filter((name) => input[name] === undefined).map((path) => ({ path, code: 'field.required' }))
  refuseIssues([
    ...(missing.length > 0 ? missing : credentialIssues(credentials)),
    ...taxCodeIssues(input.line?.taxCode, 'line.taxCode'),
    ...(await storeIssues(ground, merchantId, input.storeId)),
  ])
  if (appId === undefined) throw new Error('pay settings without AppID passed the check')
  const now = ground.clock.now()
  const secrets: SealedSecrets = {
    certificate: credentials.certificate,
    privateKey: credentials.privateKey,
    apiV3Key: credentials.apiV3Key,
  }
  const row: PayAccountRow = {
    id: known?.id ?? ground.ids.ulid(),
    merchantId,
    mchid: credentials.mchid,
    subMchid: input.subMchid === undefined ? (known?.subMchid ?? null) : input.subMchid,
    appId,
    certificateSerial: loadPayKeys(credentials).serial,
    secrets: ground.secrets.seal(JSON.stringify(secrets)),
    platformKeys: credentials.platformKeys,
    line: input.line === undefined ? (known?.line ?? null) : withoutUndefined(input.line),
    storeId: input.storeId === undefined ? (known?.storeId ?? null) : input.storeId,
    callbackKey: known?.callbackKey ?? ground.ids.secret(),
    createdAt: known?.createdAt ?? now,
    // Two changes in one millisecond must not look alike to whoever keeps the keys parsed.
    updatedAt: Math.max(now, (known?.updatedAt ?? 0) + 1),
  }
  await ground.db.transaction(async (tx) => {
    await tx.manager.save(payAccountEntity, row)
    await recordAudit(ground, tx, {
      ...acting,
      targetType: 'pay_account',
      targetId: row.id,
      action: 'wechat_pay.change',
      detail: changedFields(input),
    })
  })
  return row
}

function merged(ground: Ground, known: PayAccountRow | null, input: Input): PayCredentials {
  const old = known ? (JSON.parse(ground.secrets.open(known.secrets)) as SealedSecrets) : undefined
  return {
    mchid: input.mchid ?? known?.mchid ?? '',
    certificate: input.certificate ?? old?.certificate ?? '',
    privateKey: input.privateKey ?? old?.privateKey ?? '',
    apiV3Key: input.apiV3Key ?? old?.apiV3Key ?? '',
    platformKeys: input.platformKeys ?? known?.platformKeys ?? [],
  }
}

async function storeIssues(
  ground: Ground,
  merchantId: string,
  storeId: string | null | undefined,
): Promise<FieldIssue[]> {
  if (!storeId) return []
  const store = await ground.db.manager.findOneBy(storeEntity, { id: storeId, merchantId, isActive: true })
  return store ? [] : [{ path: 'storeId', code: 'store.unknown' }]
}

function withoutUndefined(line: NonNullable<Input['line']> | null): PayAccountRow['line'] {
  if (line === null) return null
  const { name, taxRate, taxCode, specification, unit } = line
  return { name, taxRate, taxCode, ...(specification ? { specification } : {}), ...(unit ? { unit } : {}) }
}

/** Asks for an echo, and tells WeChat where callbacks about invoices go. Refuses `wechat.not_configured`. */
export async function checkPaySettings(ground: Ground, access: PayAccess | undefined) {
  if (!access) throw new AppError('wechat.not_configured')
  const { calls, account } = access
  const echo = await calls.echo('piaoma')
  if (echo.outcome !== 'done') return verdictOf(echo)
  const config = await calls.setCallback({
    callbackUrl: callbackUrlOf(ground, account),
    showFapiaoCell: false,
    subMchid: account.subMchid ?? undefined,
  })
  return config.outcome === 'done' ? { outcome: 'ready' as const } : verdictOf(config)
}

function verdictOf(trouble: { outcome: 'refused' | 'busy' | 'unknown'; cause: string }) {
  return {
    outcome: trouble.outcome === 'refused' ? ('refused' as const) : ('unknown' as const),
    cause: trouble.cause,
  }
}

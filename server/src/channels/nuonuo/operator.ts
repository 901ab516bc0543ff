import type { OperatorState } from '../../issuing/tax-channel'
import { certificationResult } from './answers'
import type { NuonuoSettings } from './config'
import type { Gateway } from './gateway'
import { sessionParameters } from './quota'

const GET_CERTIFICATION_STATUS = 'nuonuo.OpeMplatform.getCertificationStatus'
/** queryType 2 reads the log-in at the bureau (0 out, 1 in). */
const LOGIN = { queryType: '2', missing: '0' }
/** queryType 1 reads 实人认证 (0 unknown, 1 done, 2 to be done, 3 being asked). */
const IDENTITY = { queryType: '1', missing: '2' }

type Unknown = { outcome: 'unknown'; cause: string }

/** getCertificationStatus: whether the 开票员 is logged in at the bureau and has confirmed his identity. */
export async function readOperatorState(
  gateway: Gateway,
  settings: NuonuoSettings,
): Promise<OperatorState | Unknown> {
  const login = await certification(gateway, settings, LOGIN.queryType)
  if (typeof login !== 'string') return login
  if (login === LOGIN.missing) return { state: 'login_required', message: '开票员未登录电子税务局' }
  const identity = await certification(gateway, settings, IDENTITY.queryType)
  if (typeof identity !== 'string') return identity
  if (identity === IDENTITY.missing) return { state: 'identity_required', message: '开票员待实人认证' }
  return { state: 'ready' }
}

async function certification(
  gateway: Gateway,
  settings: NuonuoSettings,
  queryType: string,
): Promise<string | Unknown> {
  const answer = await gateway.call(GET_CERTIFICATION_STATUS, { ...sessionParameters(settings), queryType })
  if (answer.kind === 'unknown') return { outcome: 'unknown', cause: answer.cause }
  if (answer.kind === 'denied') return { outcome: 'unknown', cause: `${answer.message} (${answer.code})` }
  if (answer.code !== 'E0000') return { outcome: 'unknown', cause: `code ${answer.code}` }
  const parsed = certificationResult.safeParse(answer.result)
  return parsed.success ? parsed.data.certificationStatus : { outcome: 'unknown', cause: 'unreadable result' }
}

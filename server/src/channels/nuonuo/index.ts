export {
  NUONUO_CALLBACK_REFUSED,
  NUONUO_CALLBACK_TAKEN,
  type NuonuoCallback,
  parseNuonuoCallback,
} from './callback'
export { createNuonuoChannel } from './channel'
export type { NuonuoConfig } from './config'
export { NUONUO_LIMITS } from './limits'
export { memoryTokenStore, type StoredToken, type TokenStore } from './token-store'

export { NUONUO_CALLBACK_REFUSED, NUONUO_CALLBACK_TAKEN, parseNuonuoCallback } from './callback'
export { createNuonuoChannel } from './channel'
export type { NuonuoConfig } from './config'
export { memoryTokenStore, type TokenStore } from './token-store'

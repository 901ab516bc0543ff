export { createMpClient, type MpClient } from './client'
export type { MpFailure, MpOutcome } from './outcome'
export { cardSign, jsApiSign } from './sign'
export type { MpApp, MpPurpose } from './tokens'

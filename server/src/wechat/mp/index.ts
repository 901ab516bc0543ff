export { createMpClient, type MpClient } from './client'
export type { MpFailure, MpOutcome } from './outcome'
export { jsApiSign } from './sign'
export type { MpApp } from './tokens'

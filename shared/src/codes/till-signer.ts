/**
 * All a till needs to print valid codes without network: bundle this one file
 * (`npx esbuild shared/src/codes/till-signer.ts --bundle --format=iife --global-name=PiaomaTill`).
 * It reads no clock, no global and no dependency. Format and field rules: docs/offline-code.md.
 */
export { hmacSha256 } from './hmac'
export type { OfflineOrder, OfflineSecret } from './offline-code'
export { signOfflineCode } from './offline-code'
export { sha256 } from './sha256'

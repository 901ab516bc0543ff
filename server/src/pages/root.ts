import { fileURLToPath } from 'node:url'

/**
 * The folder that holds h5/, miniapp/ and server/. This module runs as server/src/pages/root.ts or inside a bundle
 * in server/dist, so the way up differs.
 */
export const repositoryRoot = fileURLToPath(
  new URL(import.meta.url.includes('/server/src/') ? '../../..' : '../..', import.meta.url),
)

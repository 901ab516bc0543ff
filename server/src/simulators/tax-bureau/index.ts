export { type BureauControl, bureauControl } from './client'
export type { DocumentRenderer } from './documents/shelf'
export { type BureauServerOptions, type RunningBureau, startBureau } from './start'

export * from './client'
export * from './errors'
export * from './invoice'
export * from './states'

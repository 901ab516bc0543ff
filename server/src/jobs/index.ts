export * from './enqueue'
export * from './worker'

export * from './differential'
export * from './lines'
export * from './rate'
export * from './separate'

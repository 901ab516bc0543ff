export * from './codes'
export * from './problem'

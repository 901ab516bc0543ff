export * from './capitals'
export * from './decimal'
export * from './fen'

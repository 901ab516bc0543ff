export * from './fields'
export * from './reasons'
export * from './received-rules'

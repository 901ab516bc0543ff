export * from './fields'
export * from './reasons'
export * from './received'
export * from './received-rules'

export * from './fields'
export * from './reasons'

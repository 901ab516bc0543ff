export * from './lifecycles'
export * from './machine'
export * from './received'

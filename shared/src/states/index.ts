export * from './lifecycles'
export * from './machine'

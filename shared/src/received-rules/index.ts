export * from './deduction'
export * from './evaluate'
export * from './settings'
export * from './verification'

export type * from './entity'
export type * from './route'

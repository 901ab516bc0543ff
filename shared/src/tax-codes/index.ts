export * from './lookup'
export * from './search'
export { DATED_SHORT_NAMES, type DatedShortName, type TaxCode } from './table'

export { countInvoice } from './count-invoice'
export { mountStatistics } from './routes'

export { learnCustomer } from './learn-customer'
export { mountCustomers } from './routes'

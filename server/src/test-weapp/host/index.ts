export { canRunWeapp, checkWxss } from './compile'
export { createDevice, type Device } from './device'
export { createPhone, type Phone, type PhoneOptions } from './phone'
export { routesOf } from './stack'

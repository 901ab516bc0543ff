export { canRunWeapp, checkWxss } from './compile'
export { createDevice, type Device } from './device'
export { createPhone, type Phone } from './phone'
export { routesOf } from './stack'

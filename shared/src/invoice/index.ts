export * from './kinds'
export * from './model'
export * from './qr-payload'
export * from './shanghai-time'

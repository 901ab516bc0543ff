export * from './create-storage'
export * from './folder-storage'
export * from './storage'

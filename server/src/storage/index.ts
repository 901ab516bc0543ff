export * from './folder-storage'
export * from './storage'

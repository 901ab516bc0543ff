export * from './faults'
export * from './mail-sink'

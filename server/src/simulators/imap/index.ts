export * from './imap-server'

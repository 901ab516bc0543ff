export * from './check-message'
export * from './escape-html'
export * from './mailer'
export * from './smtp-mailer'

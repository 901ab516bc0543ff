// `replaceAll` (ES2021) is used by shared/money; webviews of the ES2017 age lack it.
if (!('replaceAll' in String.prototype)) {
  Object.defineProperty(String.prototype, 'replaceAll', {
    configurable: true,
    writable: true,
    value(this: string, search: string, replacement: string) {
      return this.split(search).join(replacement)
    },
  })
}

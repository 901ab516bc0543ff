/** @koa/multer ships no types; this is the part that is used. */
declare module '@koa/multer' {
  import type { Middleware } from 'koa'
  import type { StorageEngine } from 'multer'

  interface Options {
    storage?: StorageEngine
    limits?: { fileSize?: number; files?: number }
    /** Charset of file names in the headers of a part. */
    defParamCharset?: 'utf8' | 'latin1'
  }
  interface Multer {
    (options: Options): { single(field: string): Middleware; array(field: string): Middleware }
    memoryStorage(): StorageEngine
  }
  const multer: Multer
  export default multer
}

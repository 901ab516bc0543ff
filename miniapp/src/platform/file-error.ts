/** The service refused a file; `body` is its problem document. */
export class FileError extends Error {
  readonly status: number
  readonly body: string
  constructor(status: number, body: string) {
    super(`file answered ${status}`)
    this.name = 'FileError'
    this.status = status
    this.body = body
  }
}

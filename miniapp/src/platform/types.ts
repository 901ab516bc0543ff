/** A file the user chose; `send` posts it as multipart field `file`. */
export interface PickedFile {
  name: string
  send: (path: string, headers: Record<string, string>) => Promise<{ status: number; body: string }>
}

/** A way an invoice comes in. */
export type CaptureWay = 'photo' | 'album' | 'chat' | 'upload' | 'scan'

/** A file that may be an invoice; `send` posts it as multipart field `file` with the text fields beside it. */
export interface PickedInvoice {
  name: string
  send: (
    path: string,
    headers: Record<string, string>,
    fields: Record<string, string>,
  ) => Promise<{ status: number; body: string }>
}

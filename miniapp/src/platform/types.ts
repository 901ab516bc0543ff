/** A file the user chose; `send` posts it as multipart field `file`. */
export interface PickedFile {
  name: string
  send: (path: string, headers: Record<string, string>) => Promise<{ status: number; body: string }>
}

/** A file the user chose; `send` posts it as multipart field `file`. */
export interface PickedFile {
  name: string
  send: (path: string, headers: Record<string, string>) => Promise<{ status: number; body: string }>
}

/** A way an invoice comes in. */
export type CaptureWay = 'photo' | 'album' | 'chat' | 'upload' | 'scan' | 'wallet'

/** A way that brings files; the others bring what a code or the card wallet says. */
export type FileWay = Exclude<CaptureWay, 'scan' | 'wallet'>

/** A file that may be an invoice; `send` posts it as multipart field `file` with the text fields beside it. */
export interface PickedInvoice {
  name: string
  send: (
    path: string,
    headers: Record<string, string>,
    fields: Record<string, string>,
  ) => Promise<{ status: number; body: string }>
  /** Puts it where it outlives the app and answers the place; undefined where nothing can be kept. */
  keep: () => Promise<string | undefined>
}

/** An invoice that a person picked from his WeChat card wallet. */
export interface WalletPick {
  cardId: string
  encryptCode: string
}

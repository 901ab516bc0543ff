import type { CaptureWay, FileWay, PickedInvoice, WalletPick } from './types'

/** How invoices come in here: a phone's browser opens its camera for the first. */
export const CAPTURE_WAYS: readonly CaptureWay[] = ['upload', 'photo']

const ACCEPT = 'image/*,.pdf,.ofd,.xml,.zip'

/** Lets the user choose what to hand in; empty when he changes his mind. */
export function pickReceived(way: FileWay): Promise<PickedInvoice[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.setAttribute('data-testid', 'invoice-files')
    input.multiple = way !== 'photo'
    input.accept = way === 'photo' ? 'image/*' : ACCEPT
    if (way === 'photo') input.capture = 'environment'
    input.hidden = true
    document.body.append(input)
    const finish = (files: PickedInvoice[]) => {
      input.remove()
      resolve(files)
    }
    input.addEventListener('cancel', () => finish([]))
    input.addEventListener('change', () => finish([...(input.files ?? [])].map(picked)))
    input.click()
  })
}

const picked = (file: File): PickedInvoice => ({
  name: file.name,
  // A browser lets no page keep a file: whoever closes it chooses again.
  keep: async () => undefined,
  send: async (path, headers, fields) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file)
    try {
      const answer = await fetch(path, { method: 'POST', headers, body: form })
      return { status: answer.status, body: await answer.text() }
    } catch {
      // Off-line or cut off: status 0, as the client has it.
      return { status: 0, body: '' }
    }
  },
})

/** Nothing is kept in a browser. */
export function reopenKept(_place: string, _name: string): PickedInvoice | undefined {
  return undefined
}

/** Nothing is kept in a browser. */
export function forgetKept(_place: string): void {}

/** The card wallet is WeChat's. */
export async function pickFromWallet(): Promise<WalletPick[]> {
  return []
}

/** A browser has no scanner of its own: a picture of the code does the same. */
export async function scanInvoiceCode(): Promise<string | undefined> {
  return undefined
}

/** Calls back with files that are dropped anywhere on the page, and tells while some are held over it. Returns the way to stop. */
export function onFilesDropped(
  take: (files: PickedInvoice[]) => void,
  tellHeld: (isHeld: boolean) => void,
): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    tellHeld(true)
  }
  const leave = (event: DragEvent) => {
    // Left for nothing: outside of the window.
    if (!event.relatedTarget) tellHeld(false)
  }
  const drop = (event: DragEvent) => {
    tellHeld(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    take(files.map(picked))
  }
  document.addEventListener('dragover', over)
  document.addEventListener('dragleave', leave)
  document.addEventListener('drop', drop)
  return () => {
    document.removeEventListener('dragover', over)
    document.removeEventListener('dragleave', leave)
    document.removeEventListener('drop', drop)
  }
}

/** Fetches a picture that needs the session; answers an address to show it at. Throws when there is none. */
export async function loadPicture(path: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(path, { headers })
  if (!answer.ok) throw new Error(`no picture: ${answer.status}`)
  return URL.createObjectURL(await answer.blob())
}

/** Frees the memory of a picture that is shown no more. */
export function forgetPicture(address: string): void {
  URL.revokeObjectURL(address)
}

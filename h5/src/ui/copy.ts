/** Copies a text; says whether it worked. Older webviews have no clipboard API but still know the command. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused (no permission in this webview): the old command below may still be allowed.
  }
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'sr'
  document.body.appendChild(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  return isCopied
}

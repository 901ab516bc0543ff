/** The id of the page's one polite live region. */
export const ANNOUNCER = 'announcer'

/** Has a screen reader say something that sighted guests see happen. */
export function announce(text: string): void {
  const region = document.getElementById(ANNOUNCER)
  if (region) region.textContent = text
}

/** Moves the focus to a control or heading once it is on the page. */
export function focusOn(id: string): void {
  setTimeout(() => {
    const element = document.getElementById(id)
    element?.focus()
    element?.scrollIntoView({ block: 'center' })
  })
}

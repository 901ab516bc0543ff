import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useAllWords } from '../words'
import { Icon } from './icons'

const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),textarea,summary,[tabindex="0"]'

interface SheetProps {
  title: string
  onClose: () => void
  children: ComponentChildren
}

/**
 * A dialog from below (in the middle on a wide screen). It takes the focus, keeps Tab inside, closes by Escape or
 * the button, and gives the focus back. `<dialog>` would do the same, but not on the older webviews.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const t = useAllWords()
  const box = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    const before = document.activeElement
    document.documentElement.classList.add('has-sheet')
    heading.current?.focus()
    return () => {
      document.documentElement.classList.remove('has-sheet')
      // Unless whoever closed the sheet has already taken the guest elsewhere.
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus()
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Tab' && box.current) keepTabInside(event, box.current)
  }

  return (
    <div class="backdrop">
      <div
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby="sheet-title"
        ref={box}
        onKeyDown={onKeyDown}
      >
        <div class="sheet-head">
          <h2 id="sheet-title" tabIndex={-1} ref={heading}>
            {title}
          </h2>
          <button type="button" class="plain" aria-label={t.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </div>
  )
}

function keepTabInside(event: KeyboardEvent, box: HTMLElement): void {
  const all = box.querySelectorAll<HTMLElement>(FOCUSABLE)
  const first = all[0]
  const last = all[all.length - 1]
  const { activeElement } = document
  const isAtStart = activeElement === first || !box.contains(activeElement) || activeElement?.tagName === 'H2'
  if (event.shiftKey ? isAtStart : activeElement === last) {
    event.preventDefault()
    const next = event.shiftKey ? last : first
    next?.focus()
  }
}

const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warn: 'M12 8v5M12 16.5v.1M12 3l9.5 17h-19z',
  phone:
    'M6 3h4l1.5 5L9 9.5a11 11 0 0 0 5.5 5.5l1.5-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z',
  camera: 'M4 8h3.5L9 5h6l1.5 3H20v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  clock: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  down: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  cross: 'M12 8v5M12 16.5v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
}
export type IconName = keyof typeof PATHS

/** A line icon in the colour of the text; always beside words, so hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}

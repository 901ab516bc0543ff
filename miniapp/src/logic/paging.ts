/** One page of a keyset-paged list, newest first. */
export interface Page<Item> {
  items: Item[]
  next: string | null
}

interface WithId {
  id: string
}

/**
 * What a list shows after its head was fetched again: the fresh head, then what was already loaded below it. Ids are
 * time-ordered, so everything not older than the head's last item either stands in the head or has left the list.
 */
export function mergeHead<Item extends WithId>(loaded: Page<Item>, head: Page<Item>): Page<Item> {
  const last = head.items.at(-1)
  if (head.next === null || !last) return head
  const tail = loaded.items.filter((item) => item.id < last.id)
  return tail.length === 0 ? head : { items: [...head.items, ...tail], next: loaded.next }
}

/** The list with the next page below it; an item that has moved meanwhile stands once. */
export function appendPage<Item extends WithId>(loaded: Page<Item>, more: Page<Item>): Page<Item> {
  const known = new Set(loaded.items.map((item) => item.id))
  return { items: [...loaded.items, ...more.items.filter((item) => !known.has(item.id))], next: more.next }
}

/** How many items to ask for when a list of so many is fetched again: what is loaded, within the contract's bounds. */
export function headLimit(loaded: number): number {
  return Math.min(100, Math.max(30, loaded))
}

/** What can be done to many applications at once. */
export type BatchAction = 'approve' | 'reject' | 'discard'

/** Of what is chosen, the items that allow the action; at most the hundred that one call takes. */
export function eligible<Item extends { id: string; actions: readonly string[] }>(
  items: readonly Item[],
  chosen: ReadonlySet<string>,
  action: BatchAction,
): Item[] {
  return items.filter((item) => chosen.has(item.id) && item.actions.includes(action)).slice(0, 100)
}

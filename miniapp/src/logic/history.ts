interface HistoryWords {
  actors: Readonly<Record<string, string>>
  fieldNames: Readonly<Record<string, string>>
}

/** Who did it: a person by name; programs and the guest by what they are (`till:S1` is a till). */
export function actorText(actor: string, words: HistoryWords): string {
  const kind = actor.split(':', 1)[0] ?? actor
  return words.actors[actor] ?? (actor.includes(':') ? words.actors[kind] : undefined) ?? actor
}

/** What was said of it; the field names of an edit (`name, lines`) in the words of the form. */
export function detailText(action: string, detail: string, words: HistoryWords): string {
  if (action !== 'edit') return detail
  return detail
    .split(', ')
    .map((field) => words.fieldNames[field] ?? field)
    .join('、')
}

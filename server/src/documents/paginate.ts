/** Rows that must stand together, such as a line and its discount; `height` counts text lines. */
export interface Block<Row> {
  rows: readonly { row: Row; height: number }[]
}

export interface PageCapacity {
  /** Text lines on the only page. */
  single: number
  /** Text lines on every page before the last. */
  inner: number
  /** Text lines on the last of several pages, which also carries the totals. */
  last: number
}

interface Sized<Row> {
  rows: Row[]
  height: number
}

/** Blocks too tall for any page fall apart into their rows. */
function toSized<Row>(blocks: readonly Block<Row>[], tallest: number): Sized<Row>[] {
  return blocks.flatMap(({ rows }) => {
    const height = rows.reduce((sum, { height }) => sum + height, 0)
    if (height <= tallest) return [{ rows: rows.map(({ row }) => row), height }]
    return rows.map(({ row, height }) => ({ rows: [row], height: Math.min(height, tallest) }))
  })
}

const heightOf = (items: readonly { height: number }[]) => items.reduce((sum, { height }) => sum + height, 0)

/**
 * Deals rows out to pages: one page when they fit, else pages filled evenly, the last one never empty and with
 * room for the totals. Order is kept; the rows of a block stay on one page unless the block alone is too tall.
 */
export function paginate<Row>(blocks: readonly Block<Row>[], capacity: PageCapacity): Row[][] {
  const items = toSized(blocks, Math.min(capacity.single, capacity.inner, capacity.last))
  const total = heightOf(items)
  if (total <= capacity.single) return [items.flatMap(({ rows }) => rows)]
  const pageCount = 1 + Math.max(1, Math.ceil((total - capacity.last) / capacity.inner))
  const last: Sized<Row>[] = []
  const lastTarget = Math.min(capacity.last, Math.ceil(total / pageCount))
  for (let item = items.at(-1); item; item = items.at(-1)) {
    const isTooMuch = last.length > 0 && heightOf(last) + item.height > lastTarget
    if (isTooMuch || items.length === 1) break
    last.unshift(item)
    items.pop()
  }
  const pages = dealEvenly(items, pageCount - 1, capacity.inner)
  return [...pages, last].map((page) => page.flatMap(({ rows }) => rows))
}

function dealEvenly<Row>(items: readonly Sized<Row>[], pageCount: number, capacity: number): Sized<Row>[][] {
  const pages: Sized<Row>[][] = []
  let rest = heightOf(items)
  let page: Sized<Row>[] = []
  for (const item of items) {
    const pagesLeft = Math.max(1, pageCount - pages.length)
    const target = Math.min(capacity, Math.ceil(rest / pagesLeft))
    if (page.length > 0 && heightOf(page) + item.height > target) {
      rest -= heightOf(page)
      pages.push(page)
      page = []
    }
    page.push(item)
  }
  return page.length > 0 ? [...pages, page] : pages
}

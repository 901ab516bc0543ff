import { type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { gapsOf, windowOf } from '@/logic/window'
import { Box, useListViewport } from '@/primitives'

/** Rows that are drawn together. */
const BLOCK = 10
/** Fewer rows than this are simply drawn. */
const FEW = 40

/**
 * The rows of a list of any length. Only what is near the screen exists; what was scrolled past is a gap of the height
 * it had. Heights are those that were measured, so rows may differ and letters may be large.
 */
export function VirtualRows<Item extends { id: string }>(props: {
  items: readonly Item[]
  label: string
  row: (item: Item) => ReactNode
}) {
  const { items, row } = props
  const id = `rows-${useId().replace(/\W/g, '')}`
  const heights = useRef(new Map<number, number>())
  const blocks = Math.ceil(items.length / BLOCK)
  const isShort = items.length <= FEW
  const [shown, setShown] = useState({ first: 0, last: 3 })
  useListViewport(id, !isShort, (viewport, measured) => {
    for (const [block, height] of measured) heights.current.set(block, height)
    const next = windowOf(viewport, blocks, heights.current)
    setShown((before) => (before.first === next.first && before.last === next.last ? before : next))
  })
  const { first, last } = isShort ? { first: 0, last: blocks - 1 } : clamp(shown, blocks)
  const gaps = useMemo(() => gapsOf(first, last, blocks, heights.current), [first, last, blocks])
  return (
    <Box className="rows" role="list" label={props.label} id={id}>
      {isShort ? null : <Box key="above" style={{ height: `${gaps.above}px` }} />}
      {Array.from({ length: last - first + 1 }, (_, index) => first + index).map((block) => (
        <Box key={block} id={`${id}-${block}`} className={`rows-block ${id}-block`}>
          {items.slice(block * BLOCK, (block + 1) * BLOCK).map((item) => (
            <Box key={item.id} className="rows-item" role="listitem">
              {row(item)}
            </Box>
          ))}
        </Box>
      ))}
      {isShort ? null : <Box key="below" style={{ height: `${gaps.below}px` }} />}
    </Box>
  )
}

function clamp({ first, last }: { first: number; last: number }, blocks: number) {
  const end = Math.max(0, Math.min(last, blocks - 1))
  return { first: Math.min(first, end), last: end }
}

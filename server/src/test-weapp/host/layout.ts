import type { ViewNode } from './tree'

const LINE = 24

/**
 * A guess at heights in place of WeChat's layout, for lists that measure themselves: a height given in `style`
 * counts, text is one line, and everything stands below what comes before it.
 */
export function heightOf(node: ViewNode | string): number {
  if (typeof node === 'string') return node.trim() ? LINE : 0
  const given = /(?:^|;)\s*height:\s*([\d.]+)px/.exec(String(node.attrs.style ?? ''))?.[1]
  if (given !== undefined) return Number(given)
  return node.children.reduce((sum, child) => sum + heightOf(child), 0)
}

/** Where an element begins below the top of its page. */
export function topOf(node: ViewNode): number {
  const { parent } = node
  if (!parent) return 0
  const before = parent.children.slice(0, parent.children.indexOf(node))
  return topOf(parent) + before.reduce((sum, child) => sum + heightOf(child), 0)
}

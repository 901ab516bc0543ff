import type { RawNode, Render } from './types'

/** An element of what is on the screen. */
export interface ViewNode {
  tag: string
  attrs: Record<string, unknown>
  parent: ViewNode | undefined
  children: (ViewNode | string)[]
}

/** What a page shows, with templates of any depth unfolded. */
export interface ViewTree {
  root: ViewNode
  nodes: ViewNode[]
  depth: number
}

/** Renders a page's data by its compiled template. */
export function renderTree(render: Render, route: string, data: unknown): ViewTree {
  const nodes: ViewNode[] = []
  let depth = 0
  const root: ViewNode = { tag: 'page', attrs: {}, parent: undefined, children: [] }
  const add = (raw: RawNode | string | number, parent: ViewNode, level: number): void => {
    if (typeof raw !== 'object' || raw === null) {
      if (raw !== undefined && raw !== null) parent.children.push(String(raw))
      return
    }
    // `virtual` groups without an element; a tree deeper than Taro's templates goes on in its own component.
    if (!raw.tag || raw.tag === 'virtual') {
      for (const child of raw.children ?? []) add(child, parent, level)
      return
    }
    const attrs = raw.attr ?? {}
    if (raw.tag === 'wx-comp') {
      add(render('comp.wxml')({ i: attrs.i, l: attrs.l ?? '' }, {}, {}), parent, level)
      return
    }
    const node: ViewNode = { tag: raw.tag, attrs, parent, children: [] }
    if (raw.tag.startsWith('wx-')) nodes.push(node)
    depth = Math.max(depth, level)
    parent.children.push(node)
    for (const child of raw.children ?? []) add(child, node, level + (raw.tag.startsWith('wx-') ? 1 : 0))
  }
  add(render(`${route}.wxml`)(data, {}, {}), root, 1)
  return { root, nodes, depth }
}

/** Whether a part of the tree is switched off. */
const isHidden = (node: ViewNode): boolean => node.attrs.hidden === true

/** The words of an element as they are read, without those that are hidden. */
export function textOf(node: ViewNode | string): string {
  if (typeof node === 'string') return node
  if (isHidden(node)) return ''
  const inside = node.children.map(textOf)
  return node.tag === 'wx-text' ? inside.join('') : inside.filter((text) => text.trim() !== '').join(' ')
}

/** Its name for who cannot see it: the label it was given, else its words. */
export function nameOf(node: ViewNode): string {
  const label = node.attrs.ariaLabel
  return normalise(typeof label === 'string' && label !== '' ? label : textOf(node))
}

/** Words without what layout puts between them. */
export const normalise = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The handler an element binds for an event; `catch` stops it there. */
export function handlerOf(node: ViewNode, event: string): { name: string; isCaught: boolean } | undefined {
  for (const kind of ['catch', 'bind']) {
    const name = node.attrs[`${kind}${event}`] ?? node.attrs[`${kind}:${event}`]
    if (typeof name === 'string' && name !== '') return { name, isCaught: kind === 'catch' }
  }
  return undefined
}

/** An element and those around it, from inside out. */
export function pathOf(node: ViewNode): ViewNode[] {
  const path: ViewNode[] = []
  for (let at: ViewNode | undefined = node; at; at = at.parent) path.push(at)
  return path
}

export const isVisible = (node: ViewNode): boolean => !pathOf(node).some(isHidden)

export const hasClass = (node: ViewNode, name: string): boolean =>
  String(node.attrs.class ?? '')
    .split(/\s+/)
    .includes(name)

/** What a finger can reach: the layer on top, or the page when there is none. */
export function reachable(tree: ViewTree): ViewNode[] {
  const shown = tree.nodes.filter(isVisible)
  const layer = shown.filter((node) => hasClass(node, 'overlay')).at(-1)
  return layer ? shown.filter((node) => pathOf(node).includes(layer)) : shown
}

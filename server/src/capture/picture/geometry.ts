/** A point in pixels: x to the right, y down. */
export type Point = readonly [x: number, y: number]

/** Four corners, clockwise from the top left as the text reads. */
export type Quad = readonly [Point, Point, Point, Point]

/** The rectangle of a box of text: centre, unit vector along it, and full lengths along and across. */
export interface Rectangle {
  centre: Point
  along: Point
  length: number
  height: number
}

export const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])

/** The convex hull (Andrew's monotone chain), counter-clockwise in a y-up view. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...halfHull(sorted), ...halfHull(sorted.reverse())]
}

function halfHull(sorted: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const point of sorted) {
    while (chain.length > 1 && turnsWrong(chain.at(-2), chain.at(-1), point)) chain.pop()
    chain.push(point)
  }
  chain.pop()
  return chain
}

function turnsWrong(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (!a || !b) return false
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0
}

/** The rectangle of least area around the points (rotating callipers over the hull); none for fewer than three. */
export function minimumRectangle(points: readonly Point[]): Rectangle | undefined {
  const hull = convexHull(points)
  let best: Rectangle | undefined
  for (const [index, from] of hull.entries()) {
    const to = hull[(index + 1) % hull.length] ?? from
    const size = distance(from, to)
    if (size < 1e-6) continue
    const rectangle = boundsAlong(hull, [(to[0] - from[0]) / size, (to[1] - from[1]) / size])
    if (!best || area(rectangle) < area(best)) best = rectangle
  }
  return hull.length < 3 ? undefined : best
}

const area = (rectangle: Rectangle) => (rectangle.length + 1) * (rectangle.height + 1)

function boundsAlong(points: readonly Point[], [ux, uy]: Point): Rectangle {
  let [minS, maxS, minT, maxT] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of points) {
    const s = x * ux + y * uy
    const t = y * ux - x * uy
    if (s < minS) minS = s
    if (s > maxS) maxS = s
    if (t < minT) minT = t
    if (t > maxT) maxT = t
  }
  const s = (minS + maxS) / 2
  const t = (minT + maxT) / 2
  return {
    centre: [s * ux - t * uy, s * uy + t * ux],
    along: [ux, uy],
    length: maxS - minS,
    height: maxT - minT,
  }
}

/** The corners of a rectangle, grown by `margin` on every side and scaled. */
export function cornersOf(rectangle: Rectangle, margin: number, scale: Point): Quad {
  const [ux, uy] = rectangle.along
  const a = rectangle.length / 2 + margin
  const b = rectangle.height / 2 + margin
  const corner = (s: number, t: number): Point => [
    (rectangle.centre[0] + s * a * ux - t * b * uy) * scale[0],
    (rectangle.centre[1] + s * a * uy + t * b * ux) * scale[1],
  ]
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

/** The part of a quad between two fractions of its length. */
export function sliceQuad([a, b, c, d]: Quad, from: number, to: number): Quad {
  return [between(a, b, from), between(a, b, to), between(d, c, to), between(d, c, from)]
}

/** A quad with a share of its height added above it and below. */
export function taller([a, b, c, d]: Quad, share: number): Quad {
  return [between(a, d, -share), between(b, c, -share), between(b, c, 1 + share), between(a, d, 1 + share)]
}

const between = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

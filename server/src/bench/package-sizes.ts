import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { repositoryRoot } from '../pages/root'
import type { Figure } from './figures'

const MAIN_BUDGET_BYTES = 512_000
/** WeChat's limit of every sub-package. */
const SUB_LIMIT_BYTES = 2 * 1024 * 1024

/** What the mini-program weighs, each package by itself, and what the console brings over the line before it stands. */
export function benchPackageSizes(): Figure[] {
  return [...weappSizes(), ...consoleSize()]
}

function weappSizes(): Figure[] {
  const dist = join(repositoryRoot, 'miniapp/dist/weapp')
  const appJson = JSON.parse(readFileSync(join(dist, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[]
  }
  const roots = (appJson.subPackages ?? []).map(({ root }) => root)
  const sizes = new Map<string, number>([['main', 0], ...roots.map((root): [string, number] => [root, 0])])
  for (const file of filesIn(dist)) {
    const path = relative(dist, file)
    if (path.startsWith('.')) continue
    const owner = roots.find((root) => path.startsWith(`${root}/`)) ?? 'main'
    sizes.set(owner, (sizes.get(owner) ?? 0) + statSync(file).size)
  }
  return [...sizes].map(([name, bytes]) => {
    const [limit, what] =
      name === 'main' ? [MAIN_BUDGET_BYTES, 'the budget'] : [SUB_LIMIT_BYTES, 'WeChat’s limit']
    return {
      name: `mini-program, ${name} package, raw`,
      value: bytes,
      unit: 'bytes',
      baseline: { value: limit, what },
      ratio: bytes / limit,
      target: { atMost: 1 },
    }
  })
}

function consoleSize(): Figure[] {
  const dist = join(repositoryRoot, 'miniapp/dist/h5')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/console\/([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  )
  if (named.length === 0) throw new Error('the console names no script: has its page changed its form?')
  const bytes = ['index.html', ...named]
    .filter((file) => existsSync(join(dist, file)))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
  return [{ name: 'console first load, gzip', value: bytes, unit: 'bytes', note: `${named.length} files` }]
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

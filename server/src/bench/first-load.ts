import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { repositoryRoot } from '../pages/root'
import type { Figure } from './figures'

const BUDGET_BYTES = 30_000

/** What the guest's first page brings over the line before it stands: its HTML with the scripts and styles it names. */
export function benchFirstLoad(): Figure[] {
  const dist = join(repositoryRoot, 'h5/dist')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const named = [...html.matchAll(/<(?:script|link rel="stylesheet")[^>]*?(?:src|href)="\/h5\/([^"]+)"/g)]
  const files = named.map((match) => match[1] ?? '')
  if (!files.some((file) => file.endsWith('.js')) || !files.some((file) => file.endsWith('.css'))) {
    throw new Error('the first page names no script or no styles: has it changed its form?')
  }
  const sizeOf = (file: string) => gzipSync(readFileSync(join(dist, file))).length
  const sizes = ['index.html', ...files].map((file) => [file, sizeOf(file)] as const)
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0)
  return [
    {
      name: 'H5 first load, gzip',
      value: bytes,
      unit: 'bytes',
      baseline: { value: BUDGET_BYTES, what: 'the budget' },
      ratio: bytes / BUDGET_BYTES,
      target: { atMost: 1 },
      note: sizes
        .map(([file, size]) => `${file.replace(/^.*\//, '').replace(/-\w+\./, '.')} ${size}`)
        .join(', '),
    },
  ]
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../pages/root'
import { errorsDoc } from './errors-doc'
import { replacePart } from './markdown'
import { settingsDoc } from './settings-doc'
import { statesDoc, stateTables } from './states-doc'
import { webhookExamplePart } from './webhook-example'

/** A committed page: its path from the root, what it holds, and what it should hold. */
export interface Page {
  path: string
  committed: string
  expected: string
}

/** Whole pages made from tables of the code. */
const WHOLE = {
  'docs/errors.md': errorsDoc,
  'docs/settings.md': settingsDoc,
  'docs/states.md': statesDoc,
} as const

/** Marked parts of pages that are otherwise written by hand. */
const PARTS = {
  'ARCHITECTURE.md': ['states', stateTables],
  'docs/webhooks.md': ['example', webhookExamplePart],
} as const

/** Every page that is made from the code, wholly or in part. */
export function generatedPages(): Page[] {
  const whole = Object.entries(WHOLE).map(([path, make]) => ({
    path,
    committed: read(path),
    expected: make(),
  }))
  const parts = Object.entries(PARTS).map(([path, [name, make]]) => {
    const committed = read(path)
    return { path, committed, expected: replacePart(committed, name, make()) }
  })
  return [...whole, ...parts]
}

const read = (path: string): string => {
  const file = join(repositoryRoot, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

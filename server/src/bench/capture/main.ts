import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { detectType } from '../../capture/detect-type'
import { closeEngines } from '../../capture/picture'
import { readFile } from '../../capture/read-file'
import { isOfdPackage } from '../../capture/unpack'
import { reportText } from './report'
import { type FileScore, scoreFile } from './score'
import { invoicesOf } from './truth'

/** Files that a folder of samples holds beside them. */
const NOT_SAMPLES = /(?:^|\/)(?:truth\.json|MANIFEST\.tsv|.*\.(?:csv|tsv|md|txt))$/i

/** What a file is counted as: an original by its format, everything else as a picture. */
function sourceOf(bytes: Uint8Array): string {
  const type = detectType(bytes)
  if (type === 'zip') return isOfdPackage(bytes) ? 'ofd' : 'xml'
  return type === 'xml' || type === 'pdf' ? type : 'picture'
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  )

interface Arguments {
  folder: string
  isJson: boolean
  /** Sources to look at; all when empty. */
  only: string[]
}

function readArguments([...words]: string[]): Arguments {
  const folder = words.find((word) => !word.startsWith('--'))
  if (!folder) throw new Error('usage: npm run bench:capture -- DIR [--json] [--only=xml,ofd,pdf,picture]')
  const only = words.find((word) => word.startsWith('--only='))?.slice('--only='.length)
  return { folder, isJson: words.includes('--json'), only: only ? only.split(',') : [] }
}

async function main(): Promise<void> {
  const { folder, isJson, only } = readArguments(process.argv.slice(2))
  const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, unknown>
  const scores: FileScore[] = []
  const untold: { file: string; outcome: string }[] = []
  const files = listFiles(folder)
    .filter((file) => !NOT_SAMPLES.test(file))
    .sort()
  for (const path of files) {
    const file = relative(folder, path)
    const bytes = new Uint8Array(readFileSync(path))
    const source = sourceOf(bytes)
    if (only.length > 0 && !only.includes(source)) continue
    const start = performance.now()
    const outcome = await readFile(bytes, { now: Date.now() })
    const ms = performance.now() - start
    if (file in truths) scores.push(scoreFile(file, source, invoicesOf(truths[file]), outcome, ms))
    else
      untold.push({
        file,
        outcome: outcome.outcome === 'read' ? `read as ${outcome.readings[0]?.kind}` : outcome.reason,
      })
    process.stderr.write(`\r${scores.length + untold.length}/${files.length}  `)
  }
  process.stderr.write('\n')
  process.stdout.write(
    `${isJson ? JSON.stringify({ scores, untold }, null, 1) : reportText(scores, untold)}\n`,
  )
  await closeEngines()
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(2)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figure, isMet, tableOf } from './figures'
import { benchFirstLoad } from './first-load'
import { benchIssuing } from './issue-applications'
import { benchCodeMaking } from './make-codes'
import { findMysql } from './mariadb'
import { benchMemory } from './memory'
import { benchPackageSizes } from './package-sizes'
import { benchPageData } from './page-data'
import { benchReads } from './read-codes'
import { benchDocuments } from './render-documents'
import type { Plan } from './scene'
import { benchSubmits } from './submit-applications'

interface Section {
  name: string
  run(plan: Plan): Promise<Figure[]> | Figure[]
  needsMysql?: boolean
}

const SECTIONS: readonly Section[] = [
  { name: 'first-load', run: benchFirstLoad },
  { name: 'package-sizes', run: benchPackageSizes },
  { name: 'page-data', run: benchPageData },
  { name: 'read-mariadb', run: (plan) => benchReads(plan, 'MariaDB'), needsMysql: true },
  { name: 'read-sqlite', run: (plan) => benchReads(plan, 'SQLite') },
  { name: 'submit-mariadb', run: (plan) => benchSubmits(plan, 'MariaDB'), needsMysql: true },
  { name: 'submit-sqlite', run: (plan) => benchSubmits(plan, 'SQLite') },
  { name: 'codes-mariadb', run: (plan) => benchCodeMaking(plan, 'MariaDB'), needsMysql: true },
  { name: 'codes-sqlite', run: (plan) => benchCodeMaking(plan, 'SQLite') },
  { name: 'documents', run: benchDocuments },
  { name: 'issue', run: benchIssuing },
  { name: 'memory', run: benchMemory },
]

/**
 * `npm run bench`: what the product does in a second, each figure beside a baseline measured in the same run.
 * `--quick`: fewer rounds and 2,000 instead of 20,000 applications. `--json`: JSON instead of the table. Names choose
 * sections. Ends with 1 when a target is missed: targets are ratios and bytes, never absolute times.
 */
export async function runBench(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const sections = SECTIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  if (sections.length === 0 || positionals.some((name) => !SECTIONS.some((each) => each.name === name))) {
    throw new Error(`sections are ${SECTIONS.map(({ name }) => name).join(', ')}`)
  }
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const { figures, notMeasured } = await measure(sections, values.quick ?? false, say)
  if (values.json) {
    const machine = { node: process.version, platform: process.platform, cores: availableParallelism() }
    const shown = figures.map((figure) => ({ ...figure, isMet: isMet(figure) }))
    process.stdout.write(`${JSON.stringify({ machine, figures: shown, notMeasured }, null, 2)}\n`)
  } else process.stdout.write(`\n${tableOf(figures)}\n${notMeasured.map((line) => `${line}\n`).join('')}`)
  process.exitCode = figures.every(isMet) ? 0 : 1
}

async function measure(sections: readonly Section[], isQuick: boolean, say: Plan['say']) {
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-bench-'))
  const mysql = sections.some(({ needsMysql }) => needsMysql) ? await findMysql() : undefined
  const plan: Plan = {
    ...(isQuick
      ? { rounds: 3, seconds: 1.5, applications: 2_000 }
      : { rounds: 7, seconds: 3, applications: 20_000 }),
    folder,
    mysqlUrl: mysql?.newDatabase,
    say,
  }
  const figures: Figure[] = []
  const notMeasured: string[] = []
  try {
    for (const { name, run, needsMysql } of sections) {
      if (needsMysql && !mysql) notMeasured.push(`not measured: ${name} (no MariaDB or MySQL server)`)
      else {
        say(`measuring ${name} …`)
        figures.push(...(await run(plan)))
      }
    }
  } finally {
    await mysql?.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { figures, notMeasured }
}

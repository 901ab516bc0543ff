import { packageProblems } from './package-format'
import { readPackage } from './read-package'

/**
 * `npm run archive:verify -- PACKAGE|FOLDER [--head HASH]`: says what was changed in an archive package and ends with 1,
 * or that it is whole and ends with 0. Needs neither database nor network.
 */
async function main(args: string[]): Promise<number> {
  const [path, option, head] = args
  if (!path || (option !== undefined && (option !== '--head' || !head))) {
    process.stderr.write('usage: npm run archive:verify -- PACKAGE.zip|FOLDER [--head HASH]\n')
    return 2
  }
  const files = await readPackage(path)
  const problems = packageProblems(files, head)
  for (const problem of problems) process.stdout.write(`✗ ${problem}\n`)
  if (problems.length === 0) process.stdout.write(`✓ ${files.size} files, nothing was changed\n`)
  return problems.length === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)

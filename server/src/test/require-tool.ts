import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs that some tests ask for and that a user's machine may lack. */
export type Tool = 'pdftotext' | 'pdftoppm' | 'chromium'

const NAMES: Readonly<Record<Tool, readonly string[]>> = {
  pdftotext: ['pdftotext'],
  pdftoppm: ['pdftoppm'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findTool(name: Tool): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = NAMES[name].flatMap((file) => folders.map((folder) => join(folder, file)))
  const named = name === 'chromium' && process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []
  return [...named, ...onPath].find(isExecutable)
}

/**
 * The path of a program that a test needs (on PATH; CHROMIUM_PATH for chromium). When it is absent: throws if
 * PIAOMA_TEST_REQUIRE is `all`, else says in one line what is not run and returns undefined.
 */
export function requireTool(name: Tool, purpose = 'tests that need it'): string | undefined {
  const path = findTool(name)
  if (path) return path
  if (process.env.PIAOMA_TEST_REQUIRE === 'all') throw new Error(`${name} is not installed: ${purpose}`)
  process.stdout.write(`not run: ${purpose} (${name} not installed)\n`)
  return undefined
}

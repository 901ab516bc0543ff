// CommonJS whose names Node cannot see: the built bench imports it as one.
import compilers from 'miniprogram-compiler'

/** The compilers come as Linux programs for x64. */
const IS_HERE = process.platform === 'linux' && process.arch === 'x64'
const OPTIONS = { maxBuffer: 64 * 1024 * 1024 }

/**
 * Whether the mini-program can be run here. Where it cannot: throws if PIAOMA_TEST_REQUIRE is `all`, else says in one
 * line what is not run.
 */
export function canRunWeapp(): boolean {
  if (IS_HERE) return true
  const line = `not run: mini-program tests (WeChat's compilers need linux x64, this is ${process.platform} ${process.arch})`
  if (process.env.PIAOMA_TEST_REQUIRE === 'all') throw new Error(line)
  process.stdout.write(`${line}\n`)
  return false
}

const compiled = new Map<string, string>()

/** The templates of a built mini-program as JavaScript; throws with file and line where the markup is wrong. */
export function compileWxml(dist: string): string {
  const known = compiled.get(dist)
  if (known !== undefined) return known
  const source = compilers.wxmlToJs(dist, OPTIONS)
  if (typeof source !== 'string') throw new Error(`the templates do not compile: ${String(source)}`)
  compiled.set(dist, source)
  return source
}

/** Throws where the styles of a built mini-program are wrong. */
export function checkWxss(dist: string): void {
  const answer = compilers.wxssToJs(dist, OPTIONS)
  if (typeof answer !== 'string') throw new Error(`the styles do not compile: ${String(answer)}`)
}

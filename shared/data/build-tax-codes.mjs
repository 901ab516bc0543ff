// Makes tax-codes.json from the bureau's table of tax classification codes (税收分类编码).
// Usage: node shared/data/build-tax-codes.mjs TABLE.csv
// The table is CSV in UTF-8 with a header; columns: code (19 digits), short name (简称), name (名称), note.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Fields of one CSV text, quotes and line breaks inside quotes included. */
function parseCsv(text) {
  const rows = [[]]
  let field = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (isQuoted) {
      if (c !== '"') field += c
      else if (text[i + 1] === '"') field += text[++i]
      else isQuoted = false
    } else if (c === '"' && field === '') isQuoted = true
    else if (c === ',' || c === '\n') {
      rows.at(-1).push(field.replace(/\r$/, ''))
      field = ''
      if (c === '\n') rows.push([])
    } else field += c
  }
  if (field !== '' || rows.at(-1).length > 0) rows.at(-1).push(field)
  return rows.filter((row) => row.length > 1)
}

/**
 * A code without its empty levels: 篇 has one digit, 类 章 节 条 款 项 目 子目 细目 have two each, `00` is empty.
 * Cut in pairs, so that a level such as `10` keeps its zero.
 */
function levelsOf(code) {
  let end = code.length
  while (end > 1 && code.slice(end - 2, end) === '00') end -= 2
  return code.slice(0, end)
}

const [, , csvPath] = process.argv
if (!csvPath) {
  console.error('usage: node build-tax-codes.mjs TABLE.csv')
  process.exit(2)
}
const [, ...rows] = parseCsv(readFileSync(csvPath, 'utf8').replace(/^\ufeff/, ''))
const problems = []
const seen = new Set()
for (const [code, shortName, name] of rows) {
  if (`${shortName}${name}`.includes('|')) problems.push(`${code}: a name holds the separator |`)
  if (!/^\d{19}$/.test(code)) problems.push(`${code}: not 19 digits`)
  else if (!code.endsWith('00')) problems.push(`${code}: damaged (last two digits are not 00)`)
  else if (seen.has(code)) problems.push(`${code}: twice`)
  seen.add(code)
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}

const entries = rows
  .map(([code, shortName, name]) => ({ key: levelsOf(code), shortName: shortName.trim(), name: name.trim() }))
  .sort((a, b) => (a.key < b.key ? -1 : 1))
const keys = new Set(entries.map((entry) => entry.key))
const parents = new Set()
for (const key of keys) for (let end = key.length - 2; end >= 1; end -= 2) parents.add(key.slice(0, end))
for (const parent of parents) if (!keys.has(parent)) throw new Error(`${parent} has children but no row`)
const shortNames = [...new Set(entries.map((entry) => entry.shortName))].sort()
const lines = entries.map(({ key, name, shortName }) =>
  JSON.stringify([key, name, shortNames.indexOf(shortName), parents.has(key) ? '' : 'leaf'].join('|')),
)
const head = `{\n"edition": "2021",\n"shortNames": ${JSON.stringify(shortNames)},\n"codes": [\n`
writeFileSync(
  fileURLToPath(new URL('tax-codes.json', import.meta.url)),
  `${head}${lines.join(',\n')}\n]\n}\n`,
)
console.log(`${entries.length} codes, ${entries.length - parents.size} leaves, ${shortNames.length} short names`)

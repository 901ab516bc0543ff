import { readFileSync } from 'node:fs'
import { closeEngines, readPicture } from './index'

// Reads the picture named on the command line with both engines and says in one line what came out.
const image = readFileSync(process.argv[2] ?? '')
const numbers: (string | undefined)[] = []
for (const engine of ['ppocr', 'tesseract'] as const) {
  const outcome = await readPicture(image, { now: Date.now(), engine })
  numbers.push(outcome.outcome === 'read' ? outcome.readings[0]?.fields.number?.value : outcome.reason)
}
await closeEngines()
process.stdout.write(`${JSON.stringify(numbers)}\n`)

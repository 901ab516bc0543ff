import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bundleProgram } from '../../test/bundle-program'
import { makeSample } from '../samples/make-samples'

/** Loaded before everything, in the main thread and in every worker thread: whoever asks for the network fails. */
const REFUSE = `
import dns from 'node:dns'
import net from 'node:net'
const refuse = () => { throw new Error('the network was asked for') }
net.Socket.prototype.connect = refuse
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) { dns[name] = refuse; dns.promises[name] = refuse }
globalThis.fetch = refuse
`

test('both engines read a picture while every way to the network is refused', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'piaoma-picture-'))
  try {
    const sample = await makeSample('digital_special', 'clean', 5)
    const [image, preload] = [join(folder, 'sample.jpg'), join(folder, 'refuse.mjs')]
    writeFileSync(image, sample.jpeg)
    writeFileSync(preload, REFUSE)
    const program = await bundleProgram(fileURLToPath(new URL('./no-network-fixture.ts', import.meta.url)))
    const run = await promisify(execFile)(process.execPath, [
      '--import',
      pathToFileURL(preload).href,
      program,
      image,
    ])
    expect(JSON.parse(run.stdout)).toEqual([sample.truth.number, sample.truth.number])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

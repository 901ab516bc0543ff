import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeDemoSamples } from './demo-samples'
import { OTHER_PAPERS } from './draw-others'
import { SAMPLE_KINDS } from './invent'
import { makeOther, makeSample, type Sample } from './make-samples'
import { QUALITIES } from './worsen'

/**
 * `npm run samples:make -- DIR [EACH|demo]`: every kind in every quality, EACH (1) times, with truth.json beside them;
 * `demo`: the handful that the demo shows.
 */
async function main([folder, each = '1']: readonly string[]): Promise<void> {
  if (!folder || !/^(\d{1,3}|demo)$/.test(each)) {
    throw new Error('usage: npm run samples:make -- DIR [HOW MANY OF EACH | demo]')
  }
  const target = resolve(folder)
  mkdirSync(target, { recursive: true })
  const truth: Record<string, Sample['truth']> = {}
  const keep = (sample: Sample) => {
    writeFileSync(join(target, sample.file), sample.jpeg)
    truth[sample.file] = sample.truth
  }
  if (each === 'demo') (await makeDemoSamples()).forEach(keep)
  for (let seed = 1; seed <= Number(each); seed++) {
    for (const kind of SAMPLE_KINDS)
      for (const quality of QUALITIES) keep(await makeSample(kind, quality, seed))
    for (const paper of OTHER_PAPERS) keep(await makeOther(paper, seed))
  }
  writeFileSync(join(target, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`)
  process.stdout.write(`${Object.keys(truth).length} samples in ${target}\n`)
}

await main(process.argv.slice(2))

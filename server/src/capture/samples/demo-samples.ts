import { SAMPLE_KINDS } from './invent'
import { makeSample, type Sample } from './make-samples'
import type { Quality } from './worsen'

/** How each kind is shown in the demo: most as people really photograph them. */
const DEMO_QUALITIES: readonly Quality[] = ['clean', 'tilt', 'perspective', 'shadow']

/** A handful of made-up receipts to try in the demo, one of each kind, marked 模拟. About half a second each. */
export function makeDemoSamples(): Promise<Sample[]> {
  return Promise.all(
    SAMPLE_KINDS.map((kind, index) =>
      makeSample(kind, DEMO_QUALITIES[index % DEMO_QUALITIES.length] ?? 'clean', 88),
    ),
  )
}

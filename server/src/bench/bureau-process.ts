import { createDocumentRenderer } from '../documents/render-pool'
import { bureauControl, startBureau } from '../simulators/tax-bureau'
import { answerBench } from './processes'
import { BENCH_APP } from './service-process'

/** The tax bureau simulator, issuing at once. */
export async function bureauProcess(): Promise<void> {
  const renderer = createDocumentRenderer()
  const bureau = await startBureau({
    dataFolder: process.env.BENCH_DATA ?? '',
    renderer,
    delayMs: 0,
    tokenRation: 10_000,
  })
  answerBench(
    bureau.url,
    {
      seller: (seller: { taxNum: string; name: string }) =>
        bureauControl(bureau).putTaxpayer({ ...seller, quotaFen: 1e15, nuonuo: BENCH_APP }),
    },
    async () => {
      await bureau.close()
      await renderer.close()
    },
  )
}

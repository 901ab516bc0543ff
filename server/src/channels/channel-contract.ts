import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { describeFiles } from './contract/files'
import type { ChannelHarness } from './contract/harness'
import { describeIssuing } from './contract/issuing'
import { describeRefusals } from './contract/refusals'
import { describeResults } from './contract/results'
import { describeDead, describeUnknown } from './contract/unknown'
import { describeWaiting } from './contract/waiting'

/** What every `TaxChannel` promises, proved against its simulator. */
export function describeTaxChannel(name: string, makeHarness: () => Promise<ChannelHarness>): void {
  describe(`${name} as a tax channel`, () => {
    let harness: ChannelHarness
    const use = () => harness

    beforeAll(async () => {
      harness = await makeHarness()
    })
    afterEach(async () => {
      await harness.clearFaults()
      await harness.setOperator('ready')
    })
    afterAll(() => harness.end())

    describe('issues', () => describeIssuing(use))
    describe('keeps unknown what is unknown', () => describeUnknown(use))
    describe('reads results', () => describeResults(use))
    describe('waits', () => describeWaiting(use))
    describe('is refused', () => describeRefusals(use))
    describe('fetches files', () => describeFiles(use))
    describe('with nobody at the other end', () => describeDead(use))
  })
}

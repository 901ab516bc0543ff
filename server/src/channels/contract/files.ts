import { expect, test } from 'vitest'
import { settled, type Use } from './harness'

/** Originals come byte for byte, and only over http(s). */
export function describeFiles(use: Use): void {
  async function issuedFiles() {
    const { channel, order } = use()
    const asked = order()
    await channel.issue(asked)
    const outcome = await settled(channel, asked.serial)
    if (outcome.outcome !== 'issued') throw new Error(outcome.outcome)
    return outcome.result
  }

  test('in all formats, byte for byte the same each time', async () => {
    const { channel, numberIn } = use()
    const { files, number } = await issuedFiles()
    for (const url of [files.pdf, files.ofd, files.xml]) {
      const [first, again] = [await channel.fetchFile(url ?? ''), await channel.fetchFile(url ?? '')]
      if (first.outcome !== 'done' || again.outcome !== 'done') throw new Error('no file')
      expect(numberIn(first.bytes)).toBe(number)
      expect(Buffer.compare(first.bytes, again.bytes)).toBe(0)
    }
  })

  test('that are missing at first', async () => {
    const { channel, fault } = use()
    const { files } = await issuedFiles()
    await fault({ kind: 'missing_file', format: 'ofd' }, 2)
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'missing' })
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'missing' })
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'done' })
  })

  test('that are those of another invoice, for the caller to see', async () => {
    const { channel, fault, numberIn } = use()
    const { files, number } = await issuedFiles()
    await fault({ kind: 'wrong_file', format: 'pdf' }, 1)
    const wrong = await channel.fetchFile(files.pdf ?? '')
    if (wrong.outcome !== 'done') throw new Error(wrong.outcome)
    expect(numberIn(wrong.bytes)).not.toBe(number)
    const right = await channel.fetchFile(files.pdf ?? '')
    expect(right.outcome === 'done' && numberIn(right.bytes)).toBe(number)
  })

  test.each([
    '',
    'not a url',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
  ])('only over http(s): %s is missing', async (url) => {
    expect(await use().channel.fetchFile(url)).toMatchObject({ outcome: 'missing' })
  })
}

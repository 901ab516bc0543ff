import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config'
import { type S3Simulator, startS3Simulator } from '../simulators/s3/s3-simulator'
import { createStorage } from './create-storage'
import { createS3Storage, type S3Options } from './s3-storage'
import { FileMissingError } from './storage'
import { describeStorage } from './storage-contract'

const NOW = Date.parse('2026-11-23T04:00:00.000Z')
const KNOWN = { region: 'cn-test-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'planted-s3-secret' }

let s3: S3Simulator
let folders = 0
beforeAll(async () => {
  s3 = await startS3Simulator({ ...KNOWN, bucket: 'piaoma-files', now: () => NOW })
})
afterAll(() => s3.close())

const options = (change: Partial<S3Options> = {}): S3Options => ({
  ...KNOWN,
  url: `${s3.url}/of-a-test-${++folders}`,
  now: () => NOW,
  pauseMs: 5,
  ...change,
})
const said = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: Error) => error.message,
  )

describeStorage('a bucket', () => createS3Storage(options()))

describe('what an S3-compatible service refuses', () => {
  test.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['a key that nobody has', { accessKeyId: 'AKIDOTHER' }, 'InvalidAccessKeyId'],
    ['a clock that is wrong', { now: () => NOW - 3_600_000 }, 'RequestTimeTooSkewed'],
    ['another region', { region: 'elsewhere' }, 'AuthorizationHeaderMalformed'],
  ])('%s: thrown with its word and without secrets, nothing stored', async (_, change, word) => {
    const before = s3.objects.size
    const storage = createS3Storage(options(change))
    const message = await said(storage.put('a', Buffer.from('x')))
    expect(message).toContain(word)
    expect(message).not.toContain(KNOWN.secretAccessKey)
    expect(await said(storage.get('a'))).toContain(word)
    expect(await said(storage.has('a'))).toContain('HTTP')
    expect(s3.objects.size).toBe(before)
  })

  test('a bucket that is not there is a wrong setting, never a missing file', async () => {
    const storage = createS3Storage(options({ url: s3.url.replace('piaoma-files', 'no-such') }))
    const error = await storage.get('a').catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(FileMissingError)
    expect(String(error)).toContain('NoSuchBucket')
  })
})

describe('when the wire or the service fails', () => {
  test.each([
    'error',
    'busy',
    'reset_before',
    'reset_after',
    'silence',
  ] as const)('%s, twice: tried a third time', async (kind) => {
    // Only silence is waited out.
    const storage = createS3Storage(options(kind === 'silence' ? { timeoutMs: 500 } : {}))
    s3.fail({ method: 'PUT', kind }, { method: 'PUT', kind })
    await storage.put('original', Buffer.from('whole'))
    s3.fail({ method: 'GET', kind: kind === 'silence' ? 'cut' : kind })
    expect(Buffer.from(await storage.get('original')).toString()).toBe('whole')
  })

  test('for longer: thrown, and the old bytes stay whole', async () => {
    const storage = createS3Storage(options())
    await storage.put('original', Buffer.from('old'))
    s3.fail(...Array.from({ length: 3 }, () => ({ method: 'PUT' as const, kind: 'error' as const })))
    expect(await said(storage.put('original', Buffer.from('new')))).toContain('InternalError')
    s3.fail(...Array.from({ length: 3 }, () => ({ method: 'HEAD' as const, kind: 'busy' as const })))
    expect(await said(storage.has('original'))).toContain('503')
    expect(Buffer.from(await storage.get('original')).toString()).toBe('old')
  })

  test('nobody at the address: thrown, not "missing"', async () => {
    const storage = createS3Storage(options({ url: 'http://127.0.0.1:9/bucket' }))
    expect(await said(storage.has('a'))).not.toBe('ok')
    await expect(storage.get('a')).rejects.not.toBeInstanceOf(FileMissingError)
  })

  test('a sender that is killed in the middle of its body leaves nothing', async () => {
    const { hostname, port, pathname } = new URL(s3.url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `PUT ${pathname}/half HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(500)}`,
          () => socket.destroy(),
        )
      })
      socket.on('close', () => resolve())
    })
    const storage = createS3Storage(options({ url: s3.url }))
    expect(await storage.has('half')).toBe(false)
  })
})

describe('the settings', () => {
  test('choose the bucket, and refuse an address without its keys', async () => {
    const env = {
      BUCKET_URL: `${s3.url}/by-settings`,
      BUCKET_REGION: KNOWN.region,
      BUCKET_KEY_ID: KNOWN.accessKeyId,
      BUCKET_SECRET_KEY: KNOWN.secretAccessKey,
    }
    await createStorage(readConfig(env), () => NOW).put('a/b', Buffer.from('x'))
    expect(s3.objects.has('by-settings/a/b')).toBe(true)
    expect(() => readConfig({ BUCKET_URL: env.BUCKET_URL })).toThrow(/BUCKET_KEY_ID/)
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { wechatControl } from './client'
import type { FaultInput } from './faults'
import { createSeededRandom } from './random'
import type { CreateSide } from './side'
import { type RunningSimulator, startSimulator } from './start'
import { createVirtualClock } from './virtual-clock'

/** A side that counts what it did, and refuses what is posted to /no. */
function countingSide(name: 'pay' | 'mp', done: string[]): CreateSide {
  return () => ({
    name,
    async answer({ ctx, rawBody, verdicts }) {
      done.push(`${name} ${ctx.path} ${rawBody.toString('utf8')}`)
      verdicts.state = ctx.path === '/no' ? 'refused' : 'ok'
      if (ctx.path === '/no') verdicts.code = 'NO'
      ctx.status = ctx.path === '/no' ? 400 : 200
      ctx.body = { answer: 'a body that is long enough to be cut in half' }
    },
    control() {
      // none
    },
    reset() {
      done.length = 0
    },
    close() {
      // nothing runs
    },
  })
}

describe('the ground of the simulator', () => {
  const done: string[] = []
  let running: RunningSimulator | undefined
  async function start() {
    running = await startSimulator(
      { pay: countingSide('pay', done), mp: countingSide('mp', done) },
      { startAt: 1_000 },
    )
    return { ...running, control: wechatControl(running) }
  }
  afterEach(async () => {
    await running?.close()
    running = undefined
    done.length = 0
  })

  it('does what falls due in order, each at its own time, and only when the clock moves', async () => {
    const clock = createVirtualClock(0)
    const seen: string[] = []
    clock.at(20, () => void seen.push(`b at ${clock.now()}`))
    clock.at(10, () => {
      seen.push(`a at ${clock.now()}`)
      clock.at(15, () => void seen.push(`nested at ${clock.now()}`))
    })
    const callOff = clock.at(12, () => void seen.push('never'))
    callOff()
    expect(seen).toEqual([])
    await clock.advance(17)
    expect(seen).toEqual(['a at 10', 'nested at 15'])
    await Promise.all([clock.advance(3), clock.advance(80)])
    expect(seen).toEqual(['a at 10', 'nested at 15', 'b at 20'])
    expect([clock.now(), clock.waiting()]).toEqual([100, 0])
  })

  it('draws the same numbers from the same seed', () => {
    const draw = (seed: string) => {
      const random = createSeededRandom(seed)
      return [random.hex(7), random.digits(28), random.int(10), random.shuffle([1, 2, 3, 4, 5, 6])]
    }
    expect(draw('x')).toEqual(draw('x'))
    expect(draw('x')).not.toEqual(draw('y'))
    expect(draw('x')[1]).toMatch(/^[1-9]\d{27}$/)
  })

  it('keeps a line for each request of either side, and tells announced refusals from others', async () => {
    const { payUrl, mpUrl, control } = await start()
    await control.expectRefusal({ side: 'pay', path: '/no', code: 'NO' })
    await fetch(`${payUrl}/yes?token=secret`, { method: 'POST', body: 'raw' })
    await fetch(`${payUrl}/no`)
    await fetch(`${mpUrl}/no`)
    const { entries, unexpected } = await control.journal()
    expect(entries.map(({ side, path, status, state }) => [side, path, status, state])).toEqual([
      ['pay', '/yes', 200, 'ok'],
      ['pay', '/no', 400, 'refused'],
      ['mp', '/no', 400, 'refused'],
    ])
    expect(JSON.stringify(entries)).not.toContain('secret')
    expect(unexpected.map(({ side }) => side)).toEqual(['mp'])
    expect(done[0]).toBe('pay /yes raw')
    await control.reset()
    expect((await control.journal()).entries).toEqual([])
  })

  it('is closed to whoever lacks the control token', async () => {
    const { controlUrl } = await start()
    expect((await fetch(`${controlUrl}/journal`)).status).toBe(401)
    expect((await fetch(`${controlUrl}/journal`, { headers: { authorization: 'Bearer x' } })).status).toBe(
      401,
    )
  })

  const cases: [FaultInput, string, number][] = [
    [{ kind: 'timeout', when: 'before' }, 'no answer', 0],
    [{ kind: 'timeout', when: 'after' }, 'no answer', 1],
    [{ kind: 'reset', when: 'before' }, 'broken', 0],
    [{ kind: 'reset', when: 'after' }, 'broken', 1],
    [{ kind: 'reset_mid_body' }, 'broken', 1],
    [{ kind: 'wrong_length' }, 'broken', 1],
    [{ kind: 'http_error', status: 503 }, '503 <html><h1>503</h1></html>', 0],
    [{ kind: 'garbage', when: 'after' }, '200 <html>ok</html>', 1],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }, '302 ', 1],
    [{ kind: 'slow_body', ms: 30 }, '200 {"answer":"a body that is long enough to be cut in half"}', 1],
    [{ kind: 'gzip' }, '200 {"answer":"a body that is long enough to be cut in half"}', 1],
  ]
  it.each(cases)('misbehaves on the wire: %j', async (fault, expected, effects) => {
    const { payUrl, control } = await start()
    await control.addFault({ ...fault, times: 1, path: '/order' })
    const seen = await outcome(`${payUrl}/order`)
    expect(seen).toBe(expected)
    expect(done).toHaveLength(effects)
    expect(await outcome(`${payUrl}/order`)).toContain('200')
  })
})

async function outcome(url: string): Promise<string> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(150) })
    return `${answer.status} ${await answer.text()}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'broken'
  }
}

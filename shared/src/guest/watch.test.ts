import { describe, expect, test } from 'vitest'
import type { ApplicationView } from '../contract'
import type { Problem } from '../errors'
import { buildApplication } from './build-application'
import { type WatchWorld, watchApplication } from './watch'

const problem = (status: number): Problem => ({
  type: 'about:blank',
  title: '',
  status,
  code: status === 404 ? 'application.not_found' : 'server.busy',
  detail: '',
})

/** A world whose time, stream and answers the test decides. */
function setUp(answers: (ApplicationView | Problem)[], hasEvents = true) {
  const timers: { run: () => void; ms: number }[] = []
  const seen: string[] = []
  let stream: { view: (view: ApplicationView) => void; lost: () => void } | undefined
  let isClosed = false
  let reads = 0
  const world: WatchWorld = {
    read: async () => {
      reads += 1
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (!answer || 'detail' in answer) throw answer
      return answer
    },
    problemOf: (error) => error as Problem,
    setTimer: (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return timer
    },
    clearTimer: (timer) => {
      const index = timers.indexOf(timer as { run: () => void; ms: number })
      if (index >= 0) timers.splice(index, 1)
    },
  }
  if (hasEvents) {
    world.openEvents = (on) => {
      stream = on
      return () => {
        isClosed = true
      }
    }
  }
  const watch = watchApplication(world, {
    view: (view) => seen.push(view.status),
    lost: () => seen.push('lost'),
    gone: () => seen.push('gone'),
  })
  return {
    watch,
    seen,
    timers,
    stream: () => {
      if (!stream) throw new Error('no stream was opened')
      return stream
    },
    isClosed: () => isClosed,
    reads: () => reads,
    /** Runs the one pending timer and waits for what it started. */
    tick: async () => {
      expect(timers).toHaveLength(1)
      const [timer] = timers.splice(0, 1)
      timer?.run()
      await new Promise((resolve) => setImmediate(resolve))
      return timer?.ms
    },
  }
}

describe('watching an application', () => {
  test('events are enough: no polling while they come', async () => {
    const it = setUp([])
    it.stream().view(buildApplication({ status: 'submitted' }))
    expect(it.timers).toHaveLength(0)
    it.stream().view(buildApplication({ status: 'issuing' }))
    it.stream().view(buildApplication({ status: 'issued' }))
    expect(it.seen).toEqual(['submitted', 'issuing', 'issued'])
    expect(it.reads()).toBe(0)
  })
  test('it ends a little after the invoice, so that a late delivery is still seen', async () => {
    const it = setUp([])
    const delivery = { id: 'd', channel: 'email' as const, to: 'a***@b.cn', at: '2026-11-22T04:00:00.000Z' }
    it.stream().view(buildApplication())
    expect(it.timers).toHaveLength(1)
    it.stream().view(buildApplication({ deliveries: [{ ...delivery, status: 'sending' }] }))
    expect(it.timers).toHaveLength(0)
    it.stream().view(buildApplication({ deliveries: [{ ...delivery, status: 'sent' }] }))
    it.stream().view(buildApplication({ deliveries: [{ ...delivery, status: 'sent' }] }))
    expect(it.isClosed()).toBe(false)
    expect(await it.tick()).toBe(20_000)
    expect(it.isClosed()).toBe(true)
  })
  test('a rejection ends it at once', () => {
    const it = setUp([])
    it.stream().view(buildApplication({ status: 'rejected' }))
    expect(it.isClosed()).toBe(true)
  })
  test('a silent stream is joined by polling every two seconds', async () => {
    const it = setUp([buildApplication({ status: 'issuing' })])
    expect(await it.tick()).toBe(4000)
    expect(await it.tick()).toBe(2000)
    expect(await it.tick()).toBe(2000)
    expect(it.seen).toEqual(['issuing', 'issuing', 'issuing'])
    it.stream().view(buildApplication({ status: 'waiting' }))
    expect(it.timers).toHaveLength(0)
  })
  test('without EventSource it polls at once, and slows down after two minutes', async () => {
    const it = setUp([buildApplication({ status: 'reviewing' })], false)
    expect(await it.tick()).toBe(0)
    for (let i = 0; i < 60; i++) expect(await it.tick()).toBe(2000)
    expect(await it.tick()).toBe(10_000)
  })
  test('a lost connection is told and survived', async () => {
    const it = setUp([problem(0), buildApplication({ status: 'issuing' })])
    it.stream().view(buildApplication({ status: 'submitted' }))
    it.stream().lost()
    expect(await it.tick()).toBe(2000)
    expect(await it.tick()).toBe(2000)
    expect(it.seen).toEqual(['submitted', 'lost', 'issuing'])
  })
  test('an application that does not exist ends it', async () => {
    const it = setUp([problem(404)], false)
    await it.tick()
    expect(it.seen).toEqual(['gone'])
    expect(it.timers).toHaveLength(0)
  })
  test('nothing is shown after stopping', async () => {
    const it = setUp([buildApplication({ status: 'issuing' })])
    it.watch.stop()
    it.stream().view(buildApplication({ status: 'issued' }))
    it.watch.ask()
    await new Promise((resolve) => setImmediate(resolve))
    expect(it.seen).toEqual([])
    expect(it.isClosed()).toBe(true)
  })
  test('asking at once does not run twice at the same time', async () => {
    const it = setUp([buildApplication({ status: 'issuing' })])
    it.watch.ask()
    it.watch.ask()
    await new Promise((resolve) => setImmediate(resolve))
    expect(it.reads()).toBe(1)
  })
})

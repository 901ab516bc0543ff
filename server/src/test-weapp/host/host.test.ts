import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { createFaults } from './faults'
import { canRunWeapp, createPhone } from './index'

const isHere = canRunWeapp()

/** A mini-program of one page written by hand: what the host must catch. */
function makePackage(script: string, wxml: string): string {
  const dist = mkdtempSync(join(inject('tempFolder'), 'package-'))
  mkdirSync(join(dist, 'a'))
  writeFileSync(join(dist, 'app.json'), JSON.stringify({ pages: ['a/index'] }))
  writeFileSync(join(dist, 'app.js'), 'App({})')
  writeFileSync(join(dist, 'app.wxss'), '')
  writeFileSync(join(dist, 'a/index.json'), '{}')
  writeFileSync(join(dist, 'a/index.js'), `Page({ data: {}, ${script} })`)
  writeFileSync(join(dist, 'a/index.wxml'), wxml)
  return dist
}

async function open(script: string, wxml = '<view>hello</view>') {
  const dist = makePackage(script, wxml)
  const phone = createPhone({ dist, service: { domain: 'https://a.test', url: 'http://127.0.0.1:1' } })
  await phone.launch('a/index')
  return phone
}

test.runIf(isHere)('a call that nobody announced fails the run', async () => {
  const phone = await open('onLoad() { wx.getLocation({}) }')
  expect(phone.faults.list).toEqual(['wx.getLocation is not mocked'])
})

test.runIf(isHere)('a call to another domain fails the run', async () => {
  const phone = await open("onLoad() { wx.request({ url: 'https://b.test/x' }) }")
  expect(phone.faults.list).toEqual(['request: https://b.test/x is not in the list of domains'])
})

test.runIf(isHere)('console.error fails the run', async () => {
  const phone = await open("onLoad() { console.error('broken') }")
  expect(phone.faults.list).toEqual(['console.error: broken'])
})

test.runIf(isHere)('a control that is not bound cannot be tapped', async () => {
  const phone = await open(
    'tapped() { this.setData({ said: 1 }) }',
    '<view>nothing</view><view bindtap="tapped">go {{said}}</view>',
  )
  await phone.tap('go')
  await phone.see('go 1')
  expect(phone.offers('nothing')).toBe(false)
})

test.runIf(isHere)('the query arrives as it was written', async () => {
  const dist = makePackage('onLoad(q) { this.setData({ q: q.q }) }', '<view>{{q}}</view>')
  const phone = createPhone({ dist, service: { domain: 'https://a.test', url: 'http://127.0.0.1:1' } })
  await phone.launch('a/index?q=https%3A%2F%2Fa.test%2Fs%2F1')
  await phone.see('https%3A%2F%2Fa.test%2Fs%2F1')
  expect(phone.route).toBe('a/index')
})

test.runIf(isHere)('wrong markup does not compile', async () => {
  await expect(open('', '<view><text></view>')).rejects.toThrow()
})

test('setData over 256 KB or more than twenty a second is a fault, unless a person acted between', () => {
  let now = 0
  const faults = createFaults(() => now)
  faults.noteSetData('a', 256 * 1024 + 1)
  expect(faults.list).toEqual(['a: setData of 262145 bytes'])
  const calm = createFaults(() => now)
  for (let i = 0; i < 60; i++) {
    if (i % 10 === 0) calm.pause()
    calm.noteSetData('a', 1)
  }
  expect(calm.list).toEqual([])
  for (let i = 0; i < 21; i++) {
    now += 40
    calm.noteSetData('b', 1)
  }
  expect(calm.list).toEqual(['b: more than 20 setData a second'])
})

test('more than a thousand nodes, or deeper than thirty, is a fault', () => {
  const faults = createFaults()
  faults.noteTree('a', 1000, 30)
  expect(faults.list).toEqual([])
  faults.noteTree('a', 1001, 31)
  expect(faults.list).toEqual(['a: more than 1000 nodes', 'a: deeper than 30'])
})

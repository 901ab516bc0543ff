import { describe, expect, test } from 'vitest'
import { startForm } from './form'
import { titleOf } from './request'
import { memoryStore } from './store'
import { forgetTitle, readTitles, rememberTitle } from './title-memory'
import { addRecent, readDraft, recentOf, saveDraft } from './visit'

const form = (companyName: string, overrides = {}) =>
  startForm(['normal', 'special'], { companyName, taxpayerId: '', ...overrides })

describe('titles remembered on the device', () => {
  test('last used first, each buyer once, eight at most', () => {
    const store = memoryStore()
    for (let i = 0; i < 10; i++) rememberTitle(store, titleOf(form(`公司${i}`)))
    rememberTitle(store, titleOf(form('公司5', { email: 'new@b.cn' })))
    const names = readTitles(store).map((title) => title.name)
    expect(names).toEqual(['公司5', '公司9', '公司8', '公司7', '公司6', '公司4', '公司3', '公司2'])
    expect(readTitles(store)[0]?.email).toBe('new@b.cn')
  })
  test('the same name with another tax number is another buyer', () => {
    const store = memoryStore()
    rememberTitle(store, titleOf(form('甲', { taxpayerId: '310105600000001' })))
    expect(rememberTitle(store, titleOf(form('甲', { taxpayerId: '310105600000002' })))).toHaveLength(2)
  })
  test('forgetting the last one leaves nothing behind', () => {
    const store = memoryStore()
    const [title] = rememberTitle(store, titleOf(form('甲')))
    if (!title) throw new Error('a title was remembered')
    expect(forgetTitle(store, title)).toEqual([])
    expect(store.getItem('piaoma.titles')).toBeNull()
  })
  test('only a title is kept: no remark, no amount, no code', () => {
    const store = memoryStore()
    rememberTitle(store, titleOf(form('甲', { remark: '秘密', amount: '88' })))
    expect(store.getItem('piaoma.titles')).not.toMatch(/秘密|88/)
  })
  test('what somebody else wrote there is read with care', () => {
    const store = memoryStore()
    for (const stored of ['null', '{}', '[1,null,{"name":1},{"name":"乙","email":5,"type":"x"}]', 'broken']) {
      store.setItem('piaoma.titles', stored)
      expect(readTitles(store)).toEqual(stored.includes('乙') ? [{ type: 'company', name: '乙' }] : [])
    }
  })
})

describe('the draft of this visit', () => {
  const typed = { amount: '88', remark: '项目', kind: 'special' as const }
  test('comes back whole on the same code', () => {
    const store = memoryStore()
    saveDraft(store, 'A', form('甲', typed))
    expect(readDraft(store, 'A')).toMatchObject({ companyName: '甲', ...typed })
  })
  test('gives another code the buyer, not what belongs to the order', () => {
    const store = memoryStore()
    saveDraft(store, 'A', form('甲', typed))
    const draft = readDraft(store, 'B')
    expect(draft).toMatchObject({ companyName: '甲' })
    expect(draft).toMatchObject({ amount: '', remark: '', kind: 'normal' })
  })
  test('nothing readable is no draft', () => {
    const store = memoryStore()
    expect(readDraft(store, 'A')).toBeUndefined()
    store.setItem('piaoma.draft', '{"form":null}')
    expect(readDraft(store, 'A')).toBeUndefined()
  })
})

test('an application of this visit is found by each of its codes', () => {
  const store = memoryStore()
  addRecent(store, { token: 't1', codes: ['A', 'B'] })
  addRecent(store, { token: 't2', codes: ['A'] })
  expect(recentOf(store, 'A')?.token).toBe('t2')
  expect(recentOf(store, 'B')?.token).toBe('t1')
  expect(recentOf(store, 'C')).toBeUndefined()
})

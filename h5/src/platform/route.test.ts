import { describe, expect, test } from 'vitest'
import { codeAddress, readPageData, readRoute } from './route'

const at = (pathname: string, hash = '') => readRoute({ pathname, hash })

describe('the address decides the page', () => {
  test('a code, with a trailing slash or without', () => {
    expect(at('/s/abc')).toEqual({ page: 'code', code: 'abc', others: [] })
    expect(at('/s/abc/')).toEqual({ page: 'code', code: 'abc', others: [] })
  })
  test('a code with escapes is decoded, a damaged escape is no code', () => {
    expect(at('/s/A%20B')).toEqual({ page: 'code', code: 'A B', others: [] })
    expect(at('/s/%E0%A4%A')).toEqual({ page: 'none' })
  })
  test('an application', () => {
    expect(at('/a/tok_en-1')).toEqual({ page: 'application', token: 'tok_en-1' })
  })
  test('everything else is no page', () => {
    for (const path of ['/', '/s/', '/s', '/x/abc', '/s/a/b']) expect(at(path)).toEqual({ page: 'none' })
  })
  test('codes to merge survive the way through the address', () => {
    const address = codeAddress(['T1.k.a', 'b c', 'd,e'])
    const [pathname = '', hash = ''] = address.split('#')
    expect(at(pathname, `#${hash}`)).toEqual({ page: 'code', code: 'T1.k.a', others: ['b c', 'd,e'] })
    expect(codeAddress(['one'])).toBe('/s/one')
  })
})

test('embedded data is read, its absence is no error', () => {
  expect(readPageData('{"problem":{"code":"code.not_found"}}')).toEqual({
    problem: { code: 'code.not_found' },
  })
  expect(readPageData(undefined)).toBeUndefined()
  expect(readPageData('')).toBeUndefined()
})

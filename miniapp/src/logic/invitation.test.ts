import { expect, test } from 'vitest'
import { tokenOfInvitation } from './invitation'

test('an invitation is read whole or by its token, and nothing else is', () => {
  const token = 'aB3-_dE5gH7jK9mN1pQ2'
  expect(tokenOfInvitation(`https://fp.example.com/console/?link=${token}`)).toBe(token)
  expect(tokenOfInvitation(` ${token} `)).toBe(token)
  expect(tokenOfInvitation('https://fp.example.com/s/ABC')).toBeUndefined()
  expect(tokenOfInvitation('')).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import {
  bureauCodeOf,
  kindOfBureauCode,
  kindOfCode,
  kindOfQr,
  kindOfXmlLabel,
  RECEIVED_KIND_INFO,
} from './kinds'
import { RECEIVED_KINDS } from './model'

describe('kinds at the edges', () => {
  test('every kind has its words', () => {
    expect(Object.keys(RECEIVED_KIND_INFO).sort()).toEqual([...RECEIVED_KINDS].sort())
  })

  test('the three families number kinds differently', () => {
    expect([kindOfQr('20'), bureauCodeOf('electronic_special')]).toEqual(['electronic_special', '08'])
    expect([kindOfQr('32'), bureauCodeOf('digital_normal')]).toEqual(['digital_normal', '82'])
    expect([kindOfXmlLabel('01'), kindOfXmlLabel('02'), kindOfXmlLabel('09')]).toEqual([
      'digital_special',
      'digital_normal',
      undefined,
    ])
    expect(kindOfQr('99')).toBeUndefined()
  })

  test('bureau codes go there and back', () => {
    for (const kind of RECEIVED_KINDS) {
      const code = bureauCodeOf(kind)
      if (code) expect(kindOfBureauCode(code)).toBe(kind)
    }
    expect(kindOfBureauCode('85')).toBe('digital_special')
    expect(kindOfBureauCode('00')).toBeUndefined()
  })

  test('a tax-control code tells its kind by its end', () => {
    expect(kindOfCode('044031800111')).toBe('electronic_normal')
    expect(kindOfCode('051001900212')).toBe('toll')
    expect(kindOfCode('033001900113')).toBe('electronic_special')
    expect(kindOfCode('1100094140')).toBe('paper_special')
    expect(kindOfCode('133021835001')).toBeUndefined()
  })
})

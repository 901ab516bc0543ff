import { describe, expect, test } from 'vitest'
import { seal } from '../../simulators/wechat/mp/push'
import { readEventXml } from './event-xml'
import { cardSign, isSignedBy, jsApiSign, openSealed } from './sign'

// Facts 8.6: computed apart from this code.
describe('golden data', () => {
  test('cardSign', () => {
    const given = {
      ticket: 'TICKET_wx_card_0001',
      appId: 'wx1234567890abcdef',
      timestamp: 1_700_000_000,
      nonceStr: 'nonceABC123',
    }
    expect(cardSign(given)).toBe('e16cd278839f3326a1e32e069b9c634da0460165')
  })
  test('push signature', () => {
    const signature = 'f464b24fc39322e44b38aa78f5edd27bd1441696'
    expect(isSignedBy('AAAAA', ['1714036504', '1514711492'], signature)).toBe(true)
    expect(isSignedBy('AAAAA', ['1714036505', '1514711492'], signature)).toBe(false)
    expect(isSignedBy('AAAAA', ['1714036504', '1514711492'], '')).toBe(false)
  })
  test('JS-SDK signature of the official sample, whatever the fragment', () => {
    const given = {
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      nonceStr: 'Wm3WZYTPz0wzccnW',
      timestamp: 1_414_587_457,
    }
    const expected = '0f9de62fce790f9a083d5c99e95740ceb90c27ed'
    expect(jsApiSign({ ...given, url: 'http://mp.weixin.qq.com?params=value' })).toBe(expected)
    expect(jsApiSign({ ...given, url: 'http://mp.weixin.qq.com?params=value#later' })).toBe(expected)
  })
})

describe('a sealed event', () => {
  const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
  const sealed = seal(key, 'wxservice', '<xml><Event>e</Event></xml>', Buffer.alloc(16, 7))
  test('opens for its owner only', () => {
    expect(openSealed(sealed, key, 'wxservice')).toBe('<xml><Event>e</Event></xml>')
    expect(openSealed(sealed, key, 'wxsomebodyelse')).toBeUndefined()
    expect(openSealed(sealed, key.replace('a', 'b'), 'wxservice')).toBeUndefined()
  })
  test.each([0, 20, 40, 60])('altered at byte %i it stays shut', (at) => {
    const bytes = Buffer.from(sealed, 'base64')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const opened = openSealed(bytes.toString('base64'), key, 'wxservice')
    expect(opened).not.toBe('<xml><Event>e</Event></xml>')
  })
  test.each(['', 'A', 'no base64', 'AAAA'])('%j is nothing', (text) => {
    expect(openSealed(text, key, 'wxservice')).toBeUndefined()
  })
})

describe('event XML', () => {
  test('is flat text; numbers of 64 bits stay whole', () => {
    const xml = '<xml><MsgId>9007199254740993123</MsgId><Event><![CDATA[a<b]]></Event></xml>'
    expect(readEventXml(xml)).toEqual({ MsgId: '9007199254740993123', Event: 'a<b' })
  })
  test.each([
    '<!DOCTYPE x [<!ENTITY a "b">]><xml><Event>&a;</Event></xml>',
    '<xml><Event>',
    '{"Event":"x"}',
    '',
  ])('%j is refused', (text) => {
    expect(readEventXml(text)).toBeUndefined()
  })
})

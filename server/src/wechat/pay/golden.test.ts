import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RETRY_SECONDS } from '../../simulators/wechat/pay/callbacks'
import { sealGcm } from '../../simulators/wechat/pay/merchant-calls'
import { API_V3_KEY } from '../../test/wechat-pay'
import { sm3 } from './client'
import { openResource } from './open-resource'
import { messageToSign } from './sign'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const PLAIN =
  '{"mchid":"1900000001","fapiao_apply_id":"4200000444201910177461284488","apply_time":"2026-01-02T03:04:05+08:00"}'
const SEALED =
  'YOZ26hoXGnLU57eeOvoknSkufObjzCYjEYCsTx1Al7u4QN/bVUeWr2lkAb6j04CbwlynLN2H5rLOXjouCVBG/0/dN5mzWOsxLB6393etec2SbdFRBOr/ZRnnmf17vWmKmDqArGppcCddcL+mQz/ekkJJT26i3iwumn5kIGV2QfU='
const resource = (change: object = {}) => ({
  algorithm: 'AEAD_AES_256_GCM',
  ciphertext: SEALED,
  nonce: 'abcdefghijkl',
  associated_data: 'fapiao',
  ...change,
})

describe('golden data of the pay side', () => {
  it('signs an empty body with its line feed', () => {
    const target = '/v3/new-tax-control-fapiao/merchant/1900000109/check'
    const message = messageToSign({
      method: 'POST',
      target,
      timestamp: 1_700_000_000,
      nonce: NONCE,
      body: '',
    })
    expect(Buffer.byteLength(message)).toBe(103)
    expect(message.endsWith('\n\n')).toBe(true)
    expect(sha256(message)).toBe('3b67235888cab937dfacd431bd7fd11984e75ba369b6adfeb9f41e1d5419b30d')
  })

  it('signs a PATCH', () => {
    const target = '/v3/new-tax-control-fapiao/merchant/development-config'
    const body = '{"callback_url":"https://pay.example.com/cb"}'
    const message = messageToSign({ method: 'PATCH', target, timestamp: 1_700_000_000, nonce: NONCE, body })
    expect(Buffer.byteLength(message)).toBe(151)
    expect(sha256(message)).toBe('fd7be878bf4c75aa646a886cd76b1069fdd3ce1dcdbca84c95e9a60d47208217')
  })

  it('opens and seals AES-256-GCM alike on both sides', () => {
    expect(openResource(API_V3_KEY, resource())).toBe(PLAIN)
    expect(sealGcm(API_V3_KEY, 'abcdefghijkl', 'fapiao', PLAIN)).toBe(SEALED)
  })

  it('refuses every single flipped bit of ciphertext and tag', () => {
    const bytes = Buffer.from(SEALED, 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(openResource(API_V3_KEY, resource({ ciphertext: flipped.toString('base64') }))).toBeUndefined()
    }
  })

  it.each([
    ['other associated data', { associated_data: 'Fapiao' }],
    ['no associated data', { associated_data: undefined }],
    ['another nonce', { nonce: 'abcdefghijkm' }],
    ['a nonce of another length', { nonce: 'abcdefghijk' }],
    ['another algorithm', { algorithm: 'AES_256_GCM' }],
    ['a tag cut off', { ciphertext: SEALED.slice(0, 20) }],
  ])('refuses %s', (_, change) => {
    expect(openResource(API_V3_KEY, resource(change))).toBeUndefined()
  })

  it('refuses another key', () => {
    expect(openResource(API_V3_KEY.toLowerCase(), resource())).toBeUndefined()
  })

  it('hashes with SM3', () => {
    expect(sm3(Buffer.from('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  })

  it('retries callbacks fifteen times in 86,640 seconds', () => {
    expect(RETRY_SECONDS).toHaveLength(15)
    expect(RETRY_SECONDS.reduce<number>((sum, each) => sum + each, 0)).toBe(86_640)
  })
})

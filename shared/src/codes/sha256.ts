// FIPS 180-4, section 4.2.2: the fractional parts of the cube roots of the first 64 primes. Written out,
// because old engines do not agree on the last bits of a computed cube root.
const ROUND_CONSTANTS =
  '428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc3' +
  '72be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da' +
  '983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca63511429296727b70a852e1b21384d2c6dfc53380d13' +
  '650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070' +
  '19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc70208' +
  '90befffaa4506cebbef9a3f7c67178f2'
const INITIAL_STATE = '6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19'

const words = (hex: string): number[] => {
  const list: number[] = []
  for (let i = 0; i < hex.length; i += 8) list.push(parseInt(hex.slice(i, i + 8), 16) | 0)
  return list
}
const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** SHA-256 (FIPS 180-4) of up to 512 MB: 32 bytes. Synchronous, and needs nothing but typed arrays. */
export function sha256(message: ArrayLike<number>): Uint8Array {
  const padded = pad(message)
  const constants = words(ROUND_CONSTANTS)
  const state = words(INITIAL_STATE)
  for (let offset = 0; offset < padded.length; offset += 64) compress(state, padded, offset, constants)
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i++) digest[i] = at(state, i >> 2) >>> (24 - 8 * (i & 3))
  return digest
}

const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0

function pad(message: ArrayLike<number>): Uint8Array {
  const { length } = message
  const padded = new Uint8Array(((length + 72) >> 6) << 6)
  for (let i = 0; i < length; i++) padded[i] = at(message, i)
  padded[length] = 0x80
  // The length in bits, big-endian; 32 bits of bytes are 35 bits of bits.
  for (let i = 1; i <= 5; i++) padded[padded.length - i] = Math.floor((length * 8) / 2 ** (8 * (i - 1)))
  return padded
}

function compress(state: number[], block: Uint8Array, offset: number, constants: number[]): void {
  const w: number[] = []
  for (let i = 0; i < 64; i++) {
    if (i < 16) {
      const p = offset + i * 4
      w[i] = (at(block, p) << 24) | (at(block, p + 1) << 16) | (at(block, p + 2) << 8) | at(block, p + 3)
    } else {
      const a = at(w, i - 15)
      const b = at(w, i - 2)
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
      w[i] = (at(w, i - 16) + s0 + at(w, i - 7) + s1) | 0
    }
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(constants, i) + at(w, i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const mixed = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (at(state, i) + at(mixed, i)) | 0
}

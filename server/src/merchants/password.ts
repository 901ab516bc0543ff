import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

// OWASP Password Storage Cheat Sheet: N = 2^15, r = 8 asks 32 MB and about 0.1 s of one core a guess.
const LOG_N = 15
const BLOCK = 8
const PARALLEL = 1
const HASH_BYTES = 32
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43,})$/

/** scrypt in PHC string form, `$scrypt$ln=15,r=8,p=1$salt$hash`, with a fresh salt of 128 bits. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await run(password, salt, LOG_N, BLOCK, PARALLEL, HASH_BYTES)
  return `$scrypt$ln=${LOG_N},r=${BLOCK},p=${PARALLEL}$${unpadded(salt)}$${unpadded(hash)}`
}

/**
 * Whether the password is the one that was hashed; compared in constant time. Null (nobody, or somebody without
 * a password) is false after the same work, so that the time tells nothing. Refuses (Error) a stored text that is
 * no scrypt hash.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (stored === null) {
    await run(password, NOBODY_SALT, LOG_N, BLOCK, PARALLEL, HASH_BYTES)
    return false
  }
  const [, logN, block, parallel, salt, hash] = FORM.exec(stored) ?? []
  if (salt === undefined || hash === undefined) throw new Error('a stored password hash is unreadable')
  const expected = Buffer.from(hash, 'base64')
  const actual = await run(
    password,
    Buffer.from(salt, 'base64'),
    Number(logN),
    Number(block),
    Number(parallel),
    expected.length,
  )
  return timingSafeEqual(actual, expected)
}

const NOBODY_SALT = Buffer.alloc(16)

function run(
  password: string,
  salt: Buffer,
  logN: number,
  block: number,
  parallel: number,
  length: number,
): Promise<Buffer> {
  const cost = 2 ** logN
  // An input method may give full-width letters on one device and plain ones on another: NFKC makes them equal.
  return derive(password.normalize('NFKC'), salt, length, {
    N: cost,
    r: block,
    p: parallel,
    maxmem: 128 * cost * block * parallel + 1024 * 1024,
  })
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

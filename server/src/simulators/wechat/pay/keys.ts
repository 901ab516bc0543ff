import 'reflect-metadata'
import { generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'

/** A key that WeChat signs with, and what a merchant verifies it by. */
export interface PlatformKey {
  /** Certificate serial, or PUB_KEY_ID_…. */
  id: string
  privateKey: KeyObject
  /** PEM of the certificate, or of the public key. */
  pem: string
}

export interface PlatformKeys {
  certificate: PlatformKey
  publicKey: PlatformKey
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const FIVE_YEARS_MS = 5 * 365 * 86_400_000

/** The platform's certificate and its public key: two different key pairs, as at WeChat. */
export async function makePlatformKeys(
  now: number,
  digits: (count: number) => string,
): Promise<PlatformKeys> {
  const serial = `5157F09EFDC096DE15EBE81A47057A72${digits(8)}`
  const certified = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const bare = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    certificate: {
      id: serial,
      privateKey: certified.privateKey,
      pem: await selfSigned(certified, serial, now),
    },
    publicKey: {
      id: `PUB_KEY_ID_01${digits(28)}`,
      privateKey: bare.privateKey,
      pem: bare.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
  }
}

/** A self-signed certificate over a key pair, PEM. Merchants' certificates of tests are made by it too. */
export async function selfSigned(
  pair: { publicKey: KeyObject; privateKey: KeyObject },
  serialNumber: string,
  now: number,
): Promise<string> {
  const { subtle } = webcrypto
  const keys = {
    privateKey: await subtle.importKey(
      'pkcs8',
      pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
      ALGORITHM,
      true,
      ['sign'],
    ),
    publicKey: await subtle.importKey(
      'spki',
      pair.publicKey.export({ type: 'spki', format: 'der' }),
      ALGORITHM,
      true,
      ['verify'],
    ),
  }
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber,
      name: 'CN=simulated',
      notBefore: new Date(now - 86_400_000),
      notAfter: new Date(now + FIVE_YEARS_MS),
      signingAlgorithm: ALGORITHM,
      keys,
    },
    webcrypto,
  )
  return certificate.toString('pem')
}

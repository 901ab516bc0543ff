import { join } from 'node:path'
import type { Config } from '../config'
import { createFolderStorage } from './folder-storage'
import { createS3Storage } from './s3-storage'
import type { Storage } from './storage'

/** The storage that the settings choose: a bucket where `BUCKET_URL` names one, else a folder beside the database. */
export function createStorage(config: Config, now: () => number): Storage {
  const { BUCKET_URL: url, BUCKET_REGION: region, BUCKET_KEY_ID, BUCKET_SECRET_KEY } = config
  if (url === undefined) return createFolderStorage(join(config.PIAOMA_DATA, 'files'))
  // readConfig refuses an address without its keys.
  const [accessKeyId = '', secretAccessKey = ''] = [BUCKET_KEY_ID, BUCKET_SECRET_KEY]
  return createS3Storage({ url, region, accessKeyId, secretAccessKey, now })
}

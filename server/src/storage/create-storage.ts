import { join } from 'node:path'
import type { Config } from '../config'
import { createFolderStorage } from './folder-storage'
import { createS3Storage } from './s3-storage'
import type { Storage } from './storage'

/** The storage that the settings choose: a bucket where `S3_URL` names one, else a folder beside the database. */
export function createStorage(config: Config, now: () => number): Storage {
  const { S3_URL: url, S3_REGION: region, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config
  if (url === undefined) return createFolderStorage(join(config.PIAOMA_DATA, 'files'))
  // readConfig refuses an address without its keys.
  const [accessKeyId = '', secretAccessKey = ''] = [S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY]
  return createS3Storage({ url, region, accessKeyId, secretAccessKey, now })
}

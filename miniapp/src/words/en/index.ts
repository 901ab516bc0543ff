import type { Words } from '../zh'
import { business } from './business'
import { codes } from './codes'
import { general } from './general'
import { guest } from './guest'
import { office } from './office'
import { review } from './review'

/** Everything the console says in English. */
export const en: Words = { ...general, ...guest, ...review, ...codes, ...business, ...office }

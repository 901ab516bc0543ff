import { business } from './business'
import { codes } from './codes'
import { general } from './general'
import { guest } from './guest'
import { office } from './office'
import { review } from './review'

/** Everything the console says in Chinese; the shape every other language has to fill. */
export const zh = { ...general, ...guest, ...review, ...codes, ...business, ...office }
export type Words = typeof zh

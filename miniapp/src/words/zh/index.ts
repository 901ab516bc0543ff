import { business } from './business'
import { codes } from './codes'
import { general } from './general'
import { office } from './office'
import { review } from './review'

/** Everything the console says in Chinese; the shape every other language has to fill. */
export const zh = { ...general, ...review, ...codes, ...business, ...office }
export type Words = typeof zh

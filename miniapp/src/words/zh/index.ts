import { business } from './business'
import { codes } from './codes'
import { general } from './general'
import { review } from './review'

/** Everything the console says in Chinese; the shape every other language has to fill. */
export const zh = { ...general, ...review, ...codes, ...business }
export type Words = typeof zh

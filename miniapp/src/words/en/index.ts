import { general } from './general'
import { guest } from './guest'

/** What the main package says in English. */
export const en = { ...general, ...guest }

import type { Migration } from '../migrate'
import { migration as first } from './0001-first'

/** In the order they are applied. */
export const migrations: readonly Migration[] = [first]

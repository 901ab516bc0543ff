import type { Endpoint, Role } from '@piaoma/shared/contract'
import type { Context } from 'koa'

/** A signed-in person acting for one merchant. */
export interface Person {
  type: 'person'
  userId: string
  userName: string
  merchantId: string
  role: Role
  /** Stores he may see; null = every one. */
  storeIds: string[] | null
  sessionHash: string
}

/** A till or ERP system with an API key. */
export interface Program {
  type: 'program'
  merchantId: string
  keyId: string
}

export type Caller = Person | Program

/** Finds out who calls; implemented by merchants/, which knows sessions, keys and policies. */
export interface Callers {
  /** Refuses with `auth.required` or `auth.forbidden` what the endpoint does not allow. */
  identify(ctx: Context, endpoint: Endpoint): Promise<Caller | undefined>
}

/** `Authorization: Bearer …`, or undefined. */
export function bearerToken(ctx: Context): string | undefined {
  return /^Bearer ([\x21-\x7e]{20,200})$/.exec(ctx.get('authorization'))?.[1]
}

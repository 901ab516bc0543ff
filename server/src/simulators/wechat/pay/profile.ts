import { z } from 'zod'

/** How this WeChat behaves where the real one is uncertain or can be in several moods. `POST /__sim/pay/profile`. */
export const profileInput = z.strictObject({
  /** What becomes of an accepted insert. `stuck`: 202, callback never, INSERTED never. */
  insert: z.enum(['inserts', 'stuck']).optional(),
  /** 20-digit invoices without code and check code: taken, refused at once, or taken and never shown (facts 1.9). */
  digitalInvoices: z.enum(['taken', 'refused', 'silent']).optional(),
  delayMs: z.number().int().min(0).optional(),
  issue: z.enum(['issues', 'fails']).optional(),
  /** Answer when the card template is missing; the real one is unknown. */
  missingTemplate: z.union([z.literal(400), z.literal(403)]).optional(),
  /** A wrong serial shows as SIGN_ERROR, and sometimes as SYSTEM_ERROR. */
  wrongSerial: z.enum(['SIGN_ERROR', 'SYSTEM_ERROR']).optional(),
  /** A nonce twice within five minutes is refused. */
  isNonceOnce: z.boolean().optional(),
  callsPerSecond: z.number().int().min(1).optional(),
  callbacks: z
    .strictObject({
      isDropped: z.boolean().optional(),
      /** Again after it was taken. */
      duplicates: z.number().int().min(0).max(20).optional(),
      /** Held until this many wait, then sent in another order. */
      shuffle: z.number().int().min(0).max(50).optional(),
      /** A WECHATPAY/SIGNTEST/ probe before the real one. */
      isProbed: z.boolean().optional(),
      /** What is wrong with each; `none` for nothing. */
      flaw: z.enum(['none', 'body', 'signature', 'serial', 'time', 'tag', 'aad']).optional(),
      associatedData: z.enum(['usual', 'empty', 'absent']).optional(),
      hasOriginalType: z.boolean().optional(),
    })
    .optional(),
})

export type ProfileInput = z.infer<typeof profileInput>

type Whole<T> = { [Key in keyof T]-?: Exclude<T[Key], undefined> }
export type CallbackProfile = Whole<NonNullable<ProfileInput['callbacks']>>
export type Profile = Omit<Whole<ProfileInput>, 'callbacks'> & { callbacks: CallbackProfile }

export function defaultProfile(): Profile {
  return {
    insert: 'inserts',
    digitalInvoices: 'taken',
    delayMs: 3_000,
    issue: 'issues',
    missingTemplate: 400,
    wrongSerial: 'SIGN_ERROR',
    isNonceOnce: true,
    callsPerSecond: 1_000,
    callbacks: {
      isDropped: false,
      duplicates: 0,
      shuffle: 0,
      isProbed: false,
      flaw: 'none',
      associatedData: 'usual',
      hasOriginalType: true,
    },
  }
}

/** The profile with what is given changed. */
export function changedProfile(profile: Profile, input: ProfileInput): Profile {
  const { callbacks, ...rest } = input
  return { ...profile, ...given(rest), callbacks: { ...profile.callbacks, ...given(callbacks ?? {}) } }
}

function given<T extends object>(input: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // What is undefined was not given; the rest keeps its type.
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}

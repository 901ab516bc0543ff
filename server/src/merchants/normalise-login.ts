/** One spelling of a login: half-width, lower-case, without spaces around it. */
export const normaliseLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

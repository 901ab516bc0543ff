/** The token in an invitation (one-time sign-in link), pasted whole or by itself. */
export function tokenOfInvitation(text: string): string | undefined {
  const token = /[?&]link=([\w-]+)/.exec(text)?.[1] ?? text.trim()
  return /^[\w-]{20,100}$/.test(token) ? token : undefined
}

import { ApiError } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'
import { FileError } from '@/platform'
import { words } from '@/words'

/** What went wrong as a problem document; a program's own mistake is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  if (error instanceof FileError) return problemOfBody(error.status, error.body)
  throw error
}

/** Reads a problem document that came outside of the client (uploads, files). */
export function problemOfBody(status: number, body: string): Problem {
  try {
    const problem = JSON.parse(body) as Problem
    if (typeof problem.code === 'string') return problem
  } catch {
    // A proxy's page instead of a problem document.
  }
  return {
    type: 'about:blank',
    title: '',
    status,
    code: status === 0 ? 'server.busy' : 'server.error',
    detail: '',
  }
}

/** What happened and what to do: the service says it in the language of the page, which every call names. */
export function problemText(problem: Problem): string {
  if (problem.status === 0) return words().states.unreachable
  return problem.detail || words().states.broken
}

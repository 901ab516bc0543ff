import { ok } from './common'
import type { Endpoint } from './endpoint'
import { created, json, none } from './endpoint-parts'
import * as m from './merchants'

export const sessionApi = {
  'POST /api/v1/sessions': {
    summary: 'Sign in with a password or a one-time link',
    access: 'public',
    body: m.sessionInput,
    answer: created(m.sessionCreated),
    errors: ['auth.failed', 'auth.locked', 'auth.link_used'],
  },
  'GET /api/v1/sessions/current': {
    summary: 'Who is signed in, for which merchant, and what he may do',
    access: 'session',
    answer: json(m.sessionView),
    errors: [],
  },
  'PUT /api/v1/sessions/current/merchant': {
    summary: 'Go on as a member of another merchant',
    access: 'session',
    body: m.switchInput,
    answer: json(m.sessionView),
    errors: ['resource.not_found'],
  },
  'PUT /api/v1/sessions/current/password': {
    summary: 'Change one’s password; all other sessions end',
    access: 'session',
    body: m.passwordInput,
    answer: json(ok),
    errors: ['auth.failed', 'auth.locked'],
  },
  'DELETE /api/v1/sessions/current': { summary: 'Sign out', access: 'session', answer: none, errors: [] },
} as const satisfies Record<string, Endpoint>

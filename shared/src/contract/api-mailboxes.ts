import { pageQuery } from './common'
import type { Endpoint } from './endpoint'
import { created, id, json, list, none, session } from './endpoint-parts'
import * as m from './mailboxes'

export const mailboxesApi = {
  'GET /api/v1/merchant/mailboxes': {
    summary: 'Mailboxes that are watched for received invoices',
    ...session('received.manage'),
    answer: list(m.mailbox),
    errors: [],
  },
  'POST /api/v1/merchant/mailboxes': {
    summary: 'Watch a mailbox’s folder',
    ...session('received.manage'),
    body: m.mailboxInput,
    answer: created(m.mailbox),
    errors: ['resource.exists'],
  },
  'PATCH /api/v1/merchant/mailboxes/:id': {
    summary: 'Change a mailbox, or stop watching it',
    ...session('received.manage'),
    params: id,
    body: m.mailboxChange,
    answer: json(m.mailbox),
    errors: ['resource.not_found', 'resource.exists'],
  },
  'DELETE /api/v1/merchant/mailboxes/:id': {
    summary: 'Forget a mailbox; what came by it stays',
    ...session('received.manage'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/mailboxes/:id/check': {
    summary: 'Look into a mailbox now',
    ...session('received.manage'),
    params: id,
    answer: { status: 202, schema: m.mailbox },
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/mailboxes/:id/messages': {
    summary: 'Messages that were taken, newest first, with the links in them, which are not followed',
    ...session('received.manage'),
    params: id,
    query: pageQuery,
    answer: json(m.mailboxMessagePage),
    errors: ['resource.not_found'],
  },
} as const satisfies Record<string, Endpoint>

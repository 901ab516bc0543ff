import { z } from 'zod'
import * as c from './captures'
import { ulid } from './common'
import type { Endpoint } from './endpoint'
import { id, json, session } from './endpoint-parts'
import * as r from './received'

const accepted = <S extends z.ZodType>(schema: S) => ({ status: 202 as const, schema })
const png = { status: 200, media: 'image/png' } as const

export const receivedApi = {
  'POST /api/v1/merchant/captures': {
    summary:
      'Take in invoices: several files at once, pictures, PDF, OFD, XML or zip; they are read afterwards',
    ...session('received.capture'),
    upload: 'files',
    isIdempotent: true,
    answer: accepted(c.uploadView),
    errors: ['capture.no_file', 'capture.too_many_files', 'capture.too_many_waiting'],
  },
  'POST /api/v1/merchant/captures/scans': {
    summary: 'Take in the payload of an invoice’s QR code that a phone has scanned',
    ...session('received.capture'),
    body: c.scanInput,
    isIdempotent: true,
    answer: accepted(c.uploadView),
    errors: ['capture.too_many_waiting'],
  },
  'GET /api/v1/merchant/captures': {
    summary: 'Attempts, newest first: one’s own; of finance and owner, everybody’s',
    ...session('received.capture'),
    query: c.captureListQuery,
    answer: json(c.capturePage),
    errors: [],
  },
  'GET /api/v1/merchant/uploads/:id': {
    summary: 'Everything that was sent together',
    ...session('received.capture'),
    params: id,
    answer: json(c.uploadView),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/uploads/:id/events': {
    summary: 'The same as server-sent events named `upload`, until all of it is read',
    ...session('received.capture'),
    params: id,
    answer: { status: 200, media: 'text/event-stream' },
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/captures/:id': {
    summary: 'One attempt',
    ...session('received.capture'),
    params: id,
    answer: json(c.captureView),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/captures/:id/retry': {
    summary: 'Read a file again that could not be read to the end',
    ...session('received.capture'),
    params: id,
    answer: accepted(c.captureView),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'GET /api/v1/merchant/captures/:id/file': {
    summary: 'The byte-exact original',
    ...session('received.capture'),
    params: id,
    answer: { status: 200, media: 'application/octet-stream' },
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/captures/:id/preview': {
    summary: 'A page of the original as a picture',
    ...session('received.capture'),
    params: id,
    query: z.strictObject({ page: z.coerce.number().int().min(1).max(100).default(1) }),
    answer: png,
    errors: ['resource.not_found', 'capture.no_picture'],
  },
  'GET /api/v1/merchant/captures/:id/places': {
    summary: 'Where the fields stand on the picture of a page, to show both side by side',
    ...session('received.capture'),
    params: id,
    query: z.strictObject({ page: z.coerce.number().int().min(1).max(100).default(1) }),
    answer: json(c.pagePlaces),
    errors: ['resource.not_found', 'capture.no_picture'],
  },
  'GET /api/v1/merchant/captures/:id/cut-out': {
    summary: 'The place on the picture where a field was read',
    ...session('received.capture'),
    params: id,
    query: z.strictObject({ field: r.receivedFieldName }),
    answer: png,
    errors: ['resource.not_found', 'capture.no_picture'],
  },
  'GET /api/v1/merchant/received-invoices': {
    summary: 'Received invoices, newest first: one’s own; of finance and owner, everybody’s',
    ...session('received.capture'),
    query: r.receivedListQuery,
    answer: json(r.receivedPage),
    errors: [],
  },
  'GET /api/v1/merchant/received-invoices/:id': {
    summary: 'One received invoice with every field, its originals and its history',
    ...session('received.capture'),
    params: id,
    answer: json(r.receivedDetail),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/received-invoices/:id/corrections': {
    summary: 'Correct or confirm fields; what a person says wins',
    ...session('received.capture'),
    params: id,
    body: r.correctionInput,
    answer: json(r.receivedDetail),
    errors: ['resource.not_found', 'resource.conflict', 'received.same_invoice'],
  },
  'POST /api/v1/merchant/received-invoices/:id/merge': {
    summary: 'Two rows turned out to be one invoice: the other row takes this one’s originals',
    ...session('received.capture'),
    params: z.strictObject({ id: ulid }),
    body: r.mergeInput,
    answer: json(r.receivedDetail),
    errors: ['resource.not_found', 'resource.conflict', 'received.not_same'],
  },
} as const satisfies Record<string, Endpoint>

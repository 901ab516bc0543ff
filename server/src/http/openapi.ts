import { api, type Endpoint, PERSON_SOURCES } from '@piaoma/shared/contract'
import { ERRORS, type ErrorCode } from '@piaoma/shared/errors'
import { z } from 'zod'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return json
}

/** OpenAPI 3.1 of the whole contract, made from the very schemas that guard it. */
export function openApiDocument(publicUrl: string): Json {
  const paths: Record<string, Json> = {}
  for (const [key, endpoint] of Object.entries(api) as [string, Endpoint][]) {
    const [method = '', path = ''] = key.split(' ')
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(key, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Piaoma 票码', version: '0.1.0', description: 'Scan-to-invoice (扫码开票) for 数电票.' },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'Token of POST /api/v1/sessions' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'API key of the merchant' },
      },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}

function operation(key: string, endpoint: Endpoint): Json {
  return {
    operationId: key.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, ''),
    summary: endpoint.summary,
    tags: [tagOf(key)],
    ...(endpoint.access === 'public' ? {} : { security: [{ [endpoint.access]: [] }] }),
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(endpoint.isIdempotent
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', minLength: 8, maxLength: 255 },
            },
          ]
        : []),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    ...(endpoint.upload ? { requestBody: endpoint.upload === 'files' ? UPLOADS : UPLOAD } : {}),
    responses: { [endpoint.answer.status]: answerOf(endpoint), ...problemAnswers(endpoint) },
  }
}

const UPLOAD: Json = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
  },
}

/** Several files and where they came from. */
const UPLOADS: Json = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'array', maxItems: 20, items: { type: 'string', format: 'binary' } },
          source: { type: 'string', enum: PERSON_SOURCES },
        },
      },
    },
  },
}

function answerOf(endpoint: Endpoint): Json {
  const { answer } = endpoint
  if ('schema' in answer) {
    return {
      description: 'OK',
      content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } },
    }
  }
  return 'media' in answer
    ? { description: 'OK', content: { [answer.media]: { schema: { type: 'string', format: 'binary' } } } }
    : { description: 'Done' }
}

function problemAnswers(endpoint: Endpoint): Json {
  const codes: ErrorCode[] = [...endpoint.errors, 'request.invalid', 'request.rate_limited', 'server.error']
  if (endpoint.access !== 'public') codes.push('auth.required', 'auth.forbidden')
  if (endpoint.isIdempotent) codes.push('idempotency.key_required', 'idempotency.key_reused')
  const byStatus: Record<number, ErrorCode[]> = {}
  for (const code of codes) byStatus[ERRORS[code].status] = [...(byStatus[ERRORS[code].status] ?? []), code]
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, list]) => [
      status,
      {
        description: list.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function tagOf(key: string): string {
  const path = key.split(' ')[1] ?? ''
  if (path.startsWith('/open/')) return 'open'
  if (path.startsWith('/api/v1/sessions')) return 'sessions'
  if (path.startsWith('/api/v1/merchant/')) return `merchant: ${path.split('/')[4]}`
  return 'guest'
}

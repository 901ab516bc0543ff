import { webhookHeaders } from '../delivery/webhooks/sign-webhook'
import { invoiceEvent } from '../views/event-data'

/** The secret, id and time of the example in docs/webhooks.md; never used for anything else. */
export const EXAMPLE_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const EXAMPLE_ID = '01M80S1WEZYKEX2BRYH3YE6BBG'
const SENT_AT_SECONDS = 1_795_322_606

/** One whole webhook, made by the code that makes the real ones. */
export function webhookExample(): { headers: Record<string, string>; body: string } {
  const data = invoiceEvent({
    id: '01M80S1VVF1Q7N2Z0R8J5W3K4T',
    merchantId: '01M80S13JRRPYSQY4T7JAADDZX',
    storeId: '01M80S13JY4QDBJKAW7VKAG5VR',
    taxpayerId: '01M80S13JV4R02YTA5SV2B8EGC',
    applicationId: '01M80S1TWFPDAZF705JNQK4HRY',
    issueRequestId: '01M80S1TZC9B6M3D2X5Y8E7P1H',
    number: '26312000000000000001',
    status: 'issued',
    kind: 'normal',
    buyerName: '王小明',
    amountFen: 12_075,
    taxFen: 725,
    totalFen: 12_800,
    issuedAt: 1_795_322_605_348,
    model: {
      number: '26312000000000000001',
      kind: 'normal',
      issuedAt: 1_795_322_605_348,
      seller: { name: '' },
      buyer: { name: '王小明' },
      lines: [],
      amountFen: 12_075,
      taxFen: 725,
      totalFen: 12_800,
      drawer: '',
    },
    createdAt: 1_795_322_605_400,
  })
  const timestamp = new Date(1_795_322_605_407).toISOString()
  const body = JSON.stringify({ type: 'invoice.issued', timestamp, data })
  const headers = webhookHeaders(EXAMPLE_SECRET, { id: EXAMPLE_ID, timestampSeconds: SENT_AT_SECONDS, body })
  return { headers, body }
}

/** The marked part of docs/webhooks.md. */
export function webhookExamplePart(): string {
  const { headers, body } = webhookExample()
  const lines = Object.entries({ 'content-type': 'application/json', ...headers })
  return [
    'Secret:',
    '',
    '```text',
    EXAMPLE_SECRET,
    '```',
    '',
    'Request, the body on one line without a line end:',
    '',
    '```http',
    'POST /hook HTTP/1.1',
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
    '```',
  ].join('\n')
}

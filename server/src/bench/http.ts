import { Agent, type IncomingMessage, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

export interface HttpCall {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

/** One request over a kept-alive connection; throws when the status is none of success. */
export async function call<Answer>(url: string, options: HttpCall = {}): Promise<Answer> {
  const response = await open(url, options)
  let text = ''
  for await (const chunk of response) text += chunk
  const { statusCode = 0 } = response
  if (statusCode < 200 || statusCode > 299) throw new Error(`${url}: HTTP ${statusCode} ${text}`)
  return JSON.parse(text) as Answer
}

/** Follows server-sent events until one of them has what is looked for. */
export async function followUntil(url: string, isThere: (data: string) => boolean): Promise<void> {
  const response = await open(url, {})
  let text = ''
  for await (const chunk of response) {
    text += chunk
    if (isThere(text)) {
      response.destroy()
      return
    }
  }
  throw new Error(`${url} ended without it: ${text}`)
}

function open(url: string, { method = 'GET', headers = {}, body }: HttpCall): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const outgoing = request(url, { method, agent, headers: { ...type, ...headers } }, (response) => {
      response.setEncoding('utf8')
      resolve(response)
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

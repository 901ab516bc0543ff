import { basename } from 'node:path'
import type { Answer, Device } from './device'
import { putFile } from './device'

/** The service that a mini-program may call, and where it really listens in this test. */
export interface ServiceDomain {
  /** As in the built package and in WeChat's list of domains, e.g. `https://fp.example.test`. */
  domain: string
  /** `http://127.0.0.1:PORT` */
  url: string
}

interface Outgoing {
  url: string
  method?: string
  header?: Record<string, string>
  data?: unknown
  filePath?: string
  name?: string
  fileName?: string
  formData?: Record<string, string>
}

export type Exchange = (options: Outgoing) => Promise<Answer>

const unreachable = (name: string, words: string): Answer => ({
  fail: { errMsg: `${name}:fail ${words}`, errno: 600001 },
})

/** `wx.request`, `wx.downloadFile` and `wx.uploadFile` over the real network of this machine. */
export function createNetwork(
  device: Device,
  service: ServiceDomain,
  onFault: (fault: string) => void,
): Record<'request' | 'downloadFile' | 'uploadFile', Exchange> {
  const send = async (name: string, options: Outgoing, init: RequestInit): Promise<Response | Answer> => {
    if (!options.url.startsWith(`${service.domain}/`)) {
      onFault(`${name}: ${options.url} is not in the list of domains`)
      return unreachable(name, 'url not in domain list')
    }
    if (!device.isOnline) return unreachable(name, 'network is down')
    const url = service.url + options.url.slice(service.domain.length)
    return fetch(url, init).catch((error: Error) => unreachable(name, error.message))
  }
  return {
    async request(options) {
      const headers = { 'content-type': 'application/json', ...options.header }
      const body = typeof options.data === 'string' ? options.data : JSON.stringify(options.data)
      const method = options.method ?? 'GET'
      const answer = await send('request', options, {
        method,
        headers,
        body: method === 'GET' ? undefined : body,
      })
      if (!(answer instanceof Response)) return answer
      return {
        data: await answer.text(),
        statusCode: answer.status,
        header: Object.fromEntries(answer.headers),
        cookies: [],
      }
    },
    async downloadFile(options) {
      const answer = await send('downloadFile', options, { headers: options.header })
      if (!(answer instanceof Response)) return answer
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const name = basename(new URL(options.url).pathname)
      return { statusCode: answer.status, tempFilePath: putFile(device, name, bytes) }
    },
    async uploadFile(options) {
      const bytes = device.files.get(options.filePath ?? '')
      if (!bytes) return { fail: { errMsg: `uploadFile:fail file not found ${options.filePath}` } }
      const form = new FormData()
      for (const [name, value] of Object.entries(options.formData ?? {})) form.append(name, value)
      form.append(options.name ?? 'file', new Blob([new Uint8Array(bytes)]), options.fileName ?? 'file')
      const answer = await send('uploadFile', options, {
        method: 'POST',
        headers: options.header,
        body: form,
      })
      if (!(answer instanceof Response)) return answer
      return { statusCode: answer.status, data: await answer.text() }
    },
  }
}

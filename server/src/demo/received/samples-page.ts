import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapeHtml } from '../../mail/escape-html'
import type { DemoSample } from './samples'

export interface SamplesPage {
  /** By loopback. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f4f4f2;--ink:#1c1c1a;--quiet:#66665f;--line:#e0e0da;--go:#0b6e4f}
@media (prefers-color-scheme:dark){:root{--paper:#1e1f1d;--ground:#131412;--ink:#ecece6;--quiet:#a5a59c;--line:#363733;--go:#58c79a}}
*{box-sizing:border-box} body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem 3rem} h1{font-size:1.375rem;margin:0} p{margin:.5rem 0 1rem;color:var(--quiet)}
ul{list-style:none;margin:0;padding:0;background:var(--paper);border:1px solid var(--line);border-radius:.75rem;overflow:hidden}
li+li{border-top:1px solid var(--line)}
a{display:flex;gap:1rem;align-items:center;justify-content:space-between;min-height:56px;padding:.625rem 1rem;color:inherit;text-decoration:none}
a:hover{background:color-mix(in srgb,var(--go) 7%,transparent)} a:focus-visible{outline:3px solid var(--go);outline-offset:-3px}
span span{display:block;color:var(--quiet);font-size:.875rem} code{color:var(--go);font:600 .875rem ui-monospace,monospace;white-space:nowrap}
`

/**
 * A page with made-up invoices to download and try, beside the service: `GET /` lists them, `GET /FILE` makes one. The
 * phone that scans the demo's codes reaches it too.
 */
export async function startSamplesPage(samples: readonly DemoSample[], host: string): Promise<SamplesPage> {
  const made = new Map<string, Promise<Uint8Array>>()
  const bytesOf = (sample: DemoSample) => {
    const known = made.get(sample.file) ?? sample.make()
    made.set(sample.file, known)
    return known
  }
  const server: Server = createServer((request, response) => {
    void answer(samples, bytesOf, request.url ?? '/', response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function answer(
  samples: readonly DemoSample[],
  bytesOf: (sample: DemoSample) => Promise<Uint8Array>,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const sample = samples.find(({ file }) => path === `/${file}`)
  try {
    if (sample) {
      const bytes = await bytesOf(sample)
      response.setHeader('content-type', 'application/octet-stream')
      response.setHeader('content-disposition', `attachment; filename="${sample.file}"`)
      response.end(bytes)
    } else {
      response.statusCode = path === '/' ? 200 : 404
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(page(samples))
    }
  } catch (error) {
    response.statusCode = 500
    response.end(String(error))
  }
}

const page = (samples: readonly DemoSample[]) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>试用发票（模拟）</title><style>${STYLE}</style></head><body><main>
<h1>试用发票（模拟）</h1>
<p>全部为虚构，下载后在「收到的发票」里上传或拍照试用。<br>All made up: download one and take it in under “Received invoices”.</p>
<ul>${samples.map(item).join('')}</ul></main></body></html>`

const item = ({ file, zh, en }: DemoSample) =>
  `<li><a href="/${escapeHtml(file)}" download><span>${escapeHtml(zh)}<span lang="en">${escapeHtml(en)}</span></span><code>${escapeHtml(file)}</code></a></li>`

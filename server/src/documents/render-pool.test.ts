import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterEach, describe, expect, test } from 'vitest'
import {
  createDocumentRenderer,
  DocumentRenderError,
  type DocumentRenderer,
  type RendererOptions,
} from './render-pool'
import { renderInvoiceXml } from './render-xml'
import { buildModel } from './test-model'

const open: DocumentRenderer[] = []
function startRenderer(options: RendererOptions = {}): DocumentRenderer {
  const renderer = createDocumentRenderer(options)
  open.push(renderer)
  return renderer
}
afterEach(async () => {
  for (const renderer of open.splice(0)) await renderer.close()
})

/** A worker of its own for one test: `act` runs for each request with `port`, `request` and `done(bytes)`. */
function workerOf(act: string): URL {
  const source = `
    import { parentPort as port } from 'node:worker_threads'
    const bytes = () => new Uint8Array([1, 2, 3])
    port.on('message', (request) => {
      const done = () => port.postMessage({ id: request.id, outcome: 'done', bytes: bytes(), unprintable: [] })
      ${act}
    })`
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`)
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof DocumentRenderError ? error.reason : String(error)),
  )

describe('the document renderer', () => {
  test('renders all three formats in its thread, started from the sources', async () => {
    const renderer = startRenderer()
    const model = buildModel()
    const [pdf, ofd, xml] = await Promise.all([
      renderer.render(model, 'pdf', { simulated: true }),
      renderer.render(model, 'ofd'),
      renderer.render(model, 'xml'),
    ])
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(Buffer.from(ofd.subarray(0, 2)).toString()).toBe('PK')
    expect(Buffer.from(xml).equals(Buffer.from(renderInvoiceXml(model)))).toBe(true)
  })

  test('a model that cannot be drawn is refused, and the next one is drawn', async () => {
    const renderer = startRenderer()
    expect(await reasonOf(renderer.render(buildModel({ number: '1' }), 'pdf'))).toBe('refused')
    expect(await reasonOf(renderer.render(buildModel(), 'pdf'))).toBe('resolved')
  })

  test('tells which characters could not be printed', async () => {
    const told: string[][] = []
    const renderer = startRenderer({ onUnprintable: (characters) => told.push([...characters]) })
    await renderer.render(buildModel({ buyer: { name: '吃货🍜' } }), 'pdf')
    expect(told).toEqual([['🍜']])
  })

  test('a crash rejects the running job only; the waiting ones go on in a new thread', async () => {
    const renderer = startRenderer({
      workerUrl: workerOf("if (request.model.number === 'crash') throw new Error('boom'); else done()"),
    })
    const jobs = ['a', 'crash', 'b'].map((number) => reasonOf(renderer.render(buildModel({ number }), 'xml')))
    expect(await Promise.all(jobs)).toEqual(['resolved', 'crashed', 'resolved'])
  })

  test('a thread that ends by itself counts as crashed', async () => {
    const renderer = startRenderer({ workerUrl: workerOf('process.exit(3)') })
    await expect(renderer.render(buildModel(), 'xml')).rejects.toThrow(/ended with code 3/)
  })

  test('a job that takes too long is given up with its thread, and the next one is done', async () => {
    const renderer = startRenderer({
      timeoutMs: 1500,
      workerUrl: workerOf("if (request.model.number === 'hang') { for (;;) {} } else done()"),
    })
    const jobs = ['hang', 'ok'].map((number) => reasonOf(renderer.render(buildModel({ number }), 'xml')))
    expect(await Promise.all(jobs)).toEqual(['timeout', 'resolved'])
  })

  test('a full queue turns further jobs away', async () => {
    const renderer = startRenderer({ maxQueue: 2, workerUrl: workerOf('setTimeout(done, 100)') })
    const jobs = [1, 2, 3].map(() => reasonOf(renderer.render(buildModel(), 'xml')))
    expect(await Promise.all(jobs)).toEqual(['resolved', 'resolved', 'busy'])
  })

  test('closing rejects what is running and waiting, and later jobs', async () => {
    const renderer = startRenderer({ workerUrl: workerOf('') })
    const jobs = [1, 2].map(() => reasonOf(renderer.render(buildModel(), 'xml')))
    await renderer.close()
    expect(await Promise.all(jobs)).toEqual(['closed', 'closed'])
    expect(await reasonOf(renderer.render(buildModel(), 'xml'))).toBe('closed')
  })

  test('a worker that cannot start is reported for each job, without a loop of restarts', async () => {
    const renderer = startRenderer({ workerUrl: new URL('data:text/javascript,throw new Error("no start")') })
    await expect(renderer.render(buildModel(), 'xml')).rejects.toThrow(/no start/)
    expect(await reasonOf(renderer.render(buildModel(), 'xml'))).toBe('crashed')
  })
})

test('a bundled server finds its worker and the fonts beside it', async () => {
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, 'test-'))
  try {
    const entry = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
    await build({
      entryPoints: [entry('render-pool'), entry('render-worker')],
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      external: ['fontkit', 'pdfkit', 'qrcode', 'fflate', 'iconv-lite'],
    })
    const script = join(folder, 'try.mjs')
    writeFileSync(
      script,
      `import { createDocumentRenderer } from ${JSON.stringify(pathToFileURL(join(folder, 'render-pool.js')).href)}
      const renderer = createDocumentRenderer()
      const pdf = await renderer.render(${JSON.stringify(buildModel())}, 'pdf', { simulated: true })
      process.stdout.write(Buffer.from(pdf.subarray(0, 5)).toString())
      await renderer.close()`,
    )
    expect(execFileSync(process.execPath, [script], { cwd: '/', encoding: 'utf8' })).toBe('%PDF-')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

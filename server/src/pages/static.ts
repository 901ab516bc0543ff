import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Router from '@koa/router'
import type { Context } from 'koa'
import serve from 'koa-static'
import { openApiDocument } from '../http/openapi'
import { errorsPage } from './errors-page'
import { repositoryRoot } from './root'

const YEAR_MS = 31_536_000_000
const nothing = async () => {}

/** The built pages: `/h5/` (guest), `/console/` (merchant), `/docs` (the contract to read) and `/openapi.json`. */
export function mountStatic(router: Router, publicUrl: string): void {
  const h5 = serve(join(repositoryRoot, 'h5/dist'), { index: false, maxage: YEAR_MS, immutable: true })
  router.get('/h5/*path', (ctx: Context) => under(ctx, '/h5', h5))
  mountConsole(router)
  mountDocs(router, publicUrl)
}

function mountConsole(router: Router): void {
  const folder = join(repositoryRoot, 'miniapp/dist/h5')
  const files = serve(folder, { index: false, maxage: 3_600_000 })
  const page = async (ctx: Context) => {
    const file = join(folder, 'index.html')
    await stat(file)
    ctx.type = 'html'
    ctx.set('cache-control', 'no-cache')
    ctx.body = createReadStream(file)
  }
  router.get('/console', page)
  router.get('/console/*path', async (ctx: Context) => {
    await under(ctx, '/console', files)
    // Every other address is a page of the app.
    if (ctx.body === undefined || ctx.body === null) await page(ctx)
  })
}

function mountDocs(router: Router, publicUrl: string): void {
  const document = JSON.stringify(openApiDocument(publicUrl))
  router.get('/openapi.json', (ctx: Context) => {
    ctx.type = 'json'
    ctx.body = document
  })
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const files = serve(folder, { index: false, maxage: 3_600_000 })
  router.get('/docs', (ctx: Context) => {
    ctx.type = 'html'
    ctx.body = DOCS_PAGE
  })
  router.get('/docs/errors', (ctx: Context) => {
    ctx.type = 'html'
    ctx.body = errorsPage()
  })
  router.get('/docs/start.js', (ctx: Context) => {
    ctx.type = 'js'
    ctx.body =
      "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null })\n"
  })
  router.get('/docs/:file', (ctx: Context) => under(ctx, '/docs', files))
}

/** koa-static looks at the path from the root: hand it the path below the mount. */
async function under(ctx: Context, prefix: string, middleware: ReturnType<typeof serve>): Promise<void> {
  const { path } = ctx
  ctx.path = path.slice(prefix.length) || '/'
  try {
    await middleware(ctx as Parameters<typeof middleware>[0], nothing)
  } finally {
    ctx.path = path
  }
}

const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Piaoma API</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`

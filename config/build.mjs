// Builds what is stale: the server (esbuild), the guest's page (Vite), the merchant's console (Taro).
// `node config/build.mjs [server] [h5] [console] [weapp]`; without names: server, h5, console.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

const SERVER_ENTRIES = {
  main: 'server/src/main.ts',
  'create-merchant': 'server/src/create-merchant.ts',
  'make-sign-in-link': 'server/src/make-sign-in-link.ts',
  demo: 'server/src/demo/main.ts',
  'demo-order': 'server/src/demo/order.ts',
  'demo-pay': 'server/src/demo/pay.ts',
  'render-worker': 'server/src/documents/render-worker.ts',
  'capture-worker': 'server/src/capture/worker/capture-worker.ts',
  'tax-bureau': 'server/src/simulators/tax-bureau/main.ts',
  'mail-sink': 'server/src/simulators/mail/main.ts',
  sms: 'server/src/simulators/sms/main.ts',
  wechat: 'server/src/simulators/wechat/main.ts',
  'archive-verify': 'server/src/archive/main.ts',
  bench: 'server/src/bench/main.ts',
  'bench-capture': 'server/src/bench/capture/main.ts',
  'samples-make': 'server/src/capture/samples/main.ts',
}

const targets = {
  server: {
    inputs: ['server/src', 'shared', 'config/build.mjs'],
    output: 'server/dist',
    isMovable: true,
    async build(outdir) {
      await bundle({
        absWorkingDir: root,
        entryPoints: SERVER_ENTRIES,
        outdir,
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        packages: 'external',
        alias: sharedAliases(),
        sourcemap: true,
        logLevel: 'warning',
      })
    },
  },
  h5: {
    inputs: ['h5', 'shared/src'],
    output: 'h5/dist',
    async build() {
      const { build } = await import('vite')
      await build({ configFile: join(root, 'h5/vite.config.ts'), logLevel: 'warn' })
    },
  },
  console: taro('h5'),
  weapp: taro('weapp'),
}

function taro(type) {
  return {
    inputs: ['miniapp', 'shared', 'config/index.ts', 'babel.config.js', 'project.config.json'],
    output: `miniapp/dist/${type}`,
    settings: ['TARO_APP_API_BASE', 'WEAPP_APPID'],
    async build() {
      const bin = join(root, 'node_modules/@tarojs/cli/bin/taro')
      const run = spawnSync(process.execPath, [bin, 'build', '--type', type, '--disable-global-config'], {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production' },
        encoding: 'utf8',
      })
      if (run.status !== 0) throw new Error(`taro build --type ${type} failed:\n${run.stdout}\n${run.stderr}`)
      if (type === 'weapp') writeAppId()
    },
  }
}

// The app's id is the operator's own: it goes into what was built, never into the repository.
function writeAppId() {
  const appid = process.env.WEAPP_APPID
  if (!appid) return
  const file = join(root, 'miniapp/dist/weapp/project.config.json')
  writeFileSync(file, `${JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), appid }, null, 2)}\n`)
}

// `packages: external` would leave the workspace's own TypeScript outside of the bundle.
function sharedAliases() {
  const folders = readdirSync(join(root, 'shared/src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  return Object.fromEntries(
    folders.map(({ name }) => [`@piaoma/shared/${name}`, join(root, `shared/src/${name}/index.ts`)]),
  )
}

function fingerprint({ inputs, settings = [] }) {
  const hash = createHash('sha256')
  for (const name of settings) hash.update(`${name}=${process.env[name] ?? ''}\n`)
  for (const file of inputs.flatMap(listFiles).sort())
    hash.update(relative(root, file)).update(readFileSync(file))
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
}

function listFiles(path) {
  const full = join(root, path)
  if (!existsSync(full)) throw new Error(`${path} is missing`)
  if (!/\.[a-z]+$/.test(path)) {
    return readdirSync(full, { withFileTypes: true })
      .filter(({ name }) => !['dist', 'node_modules', 'references'].includes(name))
      .flatMap(({ name }) => listDirOrFile(join(path, name)))
  }
  return [full]
}

function listDirOrFile(path) {
  const entry = readdirSync(join(root, path, '..'), { withFileTypes: true }).find((each) =>
    path.endsWith(`/${each.name}`),
  )
  if (entry?.isDirectory()) return listFiles(path)
  return /\.test\.tsx?$/.test(path) ? [] : [join(root, path)]
}

const names = process.argv.slice(2)
for (const name of names.length > 0 ? names : ['server', 'h5', 'console']) {
  const target = targets[name]
  if (!target) throw new Error(`nothing to build is called ${name}: ${Object.keys(targets).join(', ')}`)
  const stamp = join(root, target.output, '.built-from')
  const inputs = fingerprint(target)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) continue
  process.stderr.write(`building ${name} …\n`)
  if (target.isMovable) await buildBeside(target, inputs)
  else {
    rmSync(join(root, target.output), { recursive: true, force: true })
    await target.build()
    mkdirSync(join(root, target.output), { recursive: true })
    writeFileSync(stamp, inputs)
  }
}

// Two of us may build at once (tests in parallel) while a third runs what is there: the folder changes in one move.
async function buildBeside(target, inputs) {
  const fresh = `${target.output}-${process.pid}`
  await target.build(fresh)
  writeFileSync(join(root, fresh, '.built-from'), inputs)
  const old = `${fresh}-old`
  move(target.output, old)
  move(fresh, target.output)
  for (const rest of [old, fresh]) rmSync(join(root, rest), { recursive: true, force: true })
}

/** A twin may have moved it away, or put the same content there, a moment ago. */
function move(from, to) {
  try {
    renameSync(join(root, from), join(root, to))
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
  }
}

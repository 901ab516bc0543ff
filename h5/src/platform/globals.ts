// What the built page calls in the place of newer syntax. `import()` is rewritten by build/script-chunks.ts; the
// spread helpers stand for those of the compiler, whose exactness (symbols, accessors) no object here needs.
interface Waiting {
  resolve: (exports: unknown) => void
  promise: Promise<unknown>
}

const chunks: Record<string, Waiting> = {}
let tries = 0

/** Adds the script once; a failed one may be asked for again. */
function load(address: string): Promise<unknown> {
  const known = chunks[address]
  if (known) return known.promise
  let resolve: Waiting['resolve'] = () => {}
  const promise = new Promise<unknown>((onLoaded, onFailed) => {
    resolve = onLoaded
    const script = document.createElement('script')
    script.type = 'module'
    // A browser does not fetch a failed module again under the same address.
    script.src = tries > 0 ? `${address}?${tries}` : address
    script.onerror = () => {
      tries += 1
      delete chunks[address]
      onFailed(new Error(`cannot load ${address}`))
    }
    document.head.appendChild(script)
  })
  chunks[address] = { resolve, promise }
  return promise
}

Object.assign(window, {
  piaomaLoad: load,
  piaomaLoaded: (address: string, exports: unknown) => chunks[address]?.resolve(exports),
  babelHelpers: {
    objectSpread2: Object.assign,
    defineProperty: (target: object, key: string, value: unknown) => Object.assign(target, { [key]: value }),
  },
})

// Preact calls it without asking whether it is there; it came with Chrome 71 and Safari 12.1.
if (!('queueMicrotask' in window)) {
  Object.assign(window, { queueMicrotask: (task: () => void) => Promise.resolve().then(task) })
}

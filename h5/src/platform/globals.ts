// What the built page calls in the place of newer syntax. `import()` is rewritten by vite.config.ts; the
// spread helpers stand for those of the compiler, whose exactness (symbols, accessors) no object here needs.
const loaded: Record<string, unknown> = {}
const loading: Record<string, Promise<unknown> | undefined> = {}
let failures = 0

/** Adds the script once; a failed one may be asked for again. */
function load(address: string): Promise<unknown> {
  // It may be here already, because another chunk needed it.
  const promise = loaded[address]
    ? Promise.resolve(loaded[address])
    : (loading[address] ?? addScript(address))
  loading[address] = promise
  return promise
}

function addScript(address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.type = 'module'
    // A browser does not fetch a failed module again under the same address.
    script.src = failures > 0 ? `${address}?${failures}` : address
    script.onload = () => resolve(loaded[address])
    script.onerror = () => {
      failures += 1
      loading[address] = undefined
      reject(new Error(`cannot load ${address}`))
    }
    document.head.appendChild(script)
  })
}

Object.assign(window, {
  piaomaLoad: load,
  piaomaLoaded: (address: string, exports: unknown) => {
    loaded[address] = exports
  },
  babelHelpers: {
    objectSpread2: Object.assign,
    defineProperty: (target: object, key: string, value: unknown) => Object.assign(target, { [key]: value }),
  },
})

// Preact calls it without asking whether it is there; it came with Chrome 71 and Safari 12.1.
if (!('queueMicrotask' in window)) {
  Object.assign(window, { queueMicrotask: (task: () => void) => Promise.resolve().then(task) })
}

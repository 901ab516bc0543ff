// The directions of the house (ARCHITECTURE.md): a folder may import what stands to its left, the ground and shared/.
const ORDER = [
  'merchants',
  'codes',
  'payments',
  'applications',
  'issuing',
  'documents',
  'delivery',
  'customers',
  'statistics',
  'views',
  'pages',
]
/** The way in (收票). */
const WAY_IN = ['merchants', 'capture', 'verification', 'pool', 'archive', 'pages']
const server = (names) => `^server/src/(${names.join('|')})/`

/** No capability imports one to its right. */
const oneWay = [ORDER, WAY_IN].flatMap((order) =>
  order.slice(0, -1).map((name, index) => ({
    name: `${name}-looks-left`,
    severity: 'error',
    from: { path: server([name]), pathNot: '\\.test\\.ts$' },
    to: { path: server(order.slice(index + 1)) },
  })),
)

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'ground-stands-alone',
      comment: 'The ground knows no capability; the tables of the contract it guards are in shared/.',
      severity: 'error',
      from: {
        path: server(['db', 'jobs', 'http', 'storage', 'mail', 'sms', 'tables', 'threads']),
        pathNot: '\\.test\\.ts$',
      },
      to: { path: server([...ORDER, ...WAY_IN, 'channels', 'simulators', 'demo']) },
    },
    {
      name: 'product-does-not-know-the-simulators',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: [
          '^server/src/(simulators|demo|test|test-service|test-browser|test-weapp|bench)/',
          '\\.test\\.ts$',
          'simulator-harness',
        ],
      },
      to: { path: '^server/src/(simulators|demo|bench)/' },
    },
    {
      name: 'simulators-stand-outside',
      comment:
        'They speak HTTP and SMTP with the product; only the renderer (watermarked), the reader of PDF text and plain helpers are shared.',
      severity: 'error',
      from: { path: '^server/src/simulators/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/src/',
        pathNot: [
          '^server/src/simulators/',
          '^server/src/documents/(render-|read-pdf)',
          '^server/src/(storage/|mail/escape-html)',
        ],
      },
    },
    {
      name: 'channels-only-implement',
      severity: 'error',
      from: { path: '^server/src/channels/', pathNot: '\\.test\\.ts$|channel-contract' },
      to: { path: server(['codes', 'applications', 'documents', 'delivery', 'views', 'pages']) },
    },
    {
      name: 'only-compose-knows-every-part',
      severity: 'error',
      from: {
        path: server([...ORDER, ...WAY_IN, 'channels', 'db', 'jobs', 'http']),
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^server/src/(compose|main)\\.ts$' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: '\\.test\\.ts$' },
      to: { path: ['^server/', '^h5/', '^miniapp/', '^node:'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'schemas-stay-in-the-contract',
      comment: 'zod would cost the guest’s page more than its whole code.',
      severity: 'error',
      from: { path: '^shared/src/(?!contract/)', pathNot: '\\.test\\.ts$' },
      to: { path: ['^shared/src/contract/', 'node_modules/zod/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'h5-takes-only-types-of-the-contract',
      severity: 'error',
      from: { path: '^(h5|miniapp)/src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^shared/src/contract/', '^server/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(server|shared|h5|miniapp)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
}

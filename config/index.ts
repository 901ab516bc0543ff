import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'

const root = path.resolve(__dirname, '..')

/**
 * Short addresses of the console's pages under `/console` (browser history: the server answers every path below it
 * that is no file with index.html, so a reload and a deep link open the same page).
 */
const ADDRESSES = {
  '/pages/sign-in/index': '/sign-in',
  '/pages/gallery/index': '/gallery',
  '/merchant/home/index': '/home',
  '/merchant/review/index': '/review',
  '/merchant/review/application': '/review/application',
  '/merchant/order-codes/index': '/order-codes',
  '/merchant/order-codes/order-code': '/order-codes/order-code',
  '/merchant/order-codes/new': '/order-codes/new',
  '/merchant/order-codes/import': '/order-codes/import',
  '/merchant/product-codes/index': '/product-codes',
  '/merchant/product-codes/product-code': '/product-codes/product-code',
  '/merchant/product-codes/edit': '/product-codes/edit',
  '/merchant/invoices/index': '/invoices',
  '/merchant/invoices/invoice': '/invoices/invoice',
  '/merchant/manual/index': '/manual',
  '/merchant/manual/drafts': '/manual/drafts',
  '/merchant/customers/import': '/customers/import',
  '/merchant/statistics/index': '/statistics',
  '/received/capture/index': '/capture',
  '/received/folder/index': '/received',
  '/received/folder/invoice': '/received/invoice',
  '/received/sheets/index': '/sheets',
  '/received/sheets/sheet': '/sheets/sheet',
  '/received/archive/index': '/archive',
  '/merchant/settings/index': '/settings',
  '/merchant/settings/section': '/settings/section',
}

/**
 * Taro takes the working directory as the app's root, so the build runs from the repository root:
 * `npx taro build --type h5|weapp --disable-global-config`.
 */
export default defineConfig<'webpack5'>(
  async (): Promise<UserConfigExport<'webpack5'>> => ({
    projectName: 'piaoma',
    date: '2026-11-22',
    // One CSS pixel is one logical pixel on both targets: sizes are written for a 375 to 430 px phone.
    designWidth: 375,
    deviceRatio: { 375: 2 },
    sourceRoot: 'miniapp/src',
    outputRoot: `miniapp/dist/${process.env.TARO_ENV}`,
    framework: 'react',
    // Every level costs three kilobytes of templates; deeper trees go on in a component of their own.
    baseLevel: 12,
    plugins: [path.join(root, 'config/accessibility.cjs')],
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    // The persistent cache looks for src/app.config and fails when sourceRoot is another folder.
    cache: { enable: false },
    logger: { quiet: true, stats: false },
    alias: { '@': path.join(root, 'miniapp/src') },
    env: {
      TARO_APP_API_BASE: JSON.stringify(process.env.TARO_APP_API_BASE || 'https://piaoma.invalid'),
    },
    // WeChat reads the colours of its own bars from the theme file.
    copy: {
      patterns:
        process.env.TARO_ENV === 'weapp'
          ? [{ from: 'miniapp/src/theme.json', to: 'miniapp/dist/weapp/theme.json' }]
          : [],
      options: {},
    },
    // Chinese as it is written: an escape is six bytes, the character three. Taro's own settings leave most of the
    // shortening out.
    terser: {
      enable: true,
      config: {
        output: { ascii_only: false },
        compress: {
          passes: 2,
          collapse_vars: true,
          comparisons: true,
          hoist_props: true,
          inline: true,
          loops: true,
          negate_iife: true,
          properties: true,
          reduce_funcs: true,
          reduce_vars: true,
          switches: true,
          typeofs: true,
        },
      },
    },
    mini: {
      compile: { include: [path.join(root, 'shared')] },
      optimizeMainPackage: { enable: true },
      // No page writes HTML: its parser stays at home.
      runtime: { enableInnerHTML: false },
      postcss: { pxtransform: { enable: false } },
    },
    h5: {
      publicPath: '/console/',
      staticDirectory: 'static',
      compile: { include: [path.join(root, 'shared')] },
      // Elements are the browser's own here: a selector of `input` or `button` means them.
      postcss: { pxtransform: { enable: false }, htmltransform: { enable: false } },
      router: { mode: 'browser', basename: '/console', customRoutes: ADDRESSES },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      webpackChain(chain) {
        // What several pages share is loaded once, not with each of them.
        chain.optimization.splitChunks({
          chunks: 'all',
          maxInitialRequests: 10,
          minSize: 0,
          cacheGroups: {
            default: false,
            defaultVendors: false,
            vendors: { name: 'vendors', test: /node_modules/, priority: 20 },
            console: {
              name: 'console',
              test: /[\\/](miniapp|shared)[\\/]src[\\/]/,
              minChunks: 2,
              priority: 10,
            },
          },
        })
        chain.performance.hints(false)
      },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
    },
  }),
)

const isWeb = process.env.TARO_ENV === 'h5'

const GUEST = ['guest/home/index', 'guest/code/index', 'guest/track/index', 'guest/mine/index']

export default defineAppConfig({
  // The console has no guests: they have a page of their own on the web (h5/). The gallery is for who builds it.
  pages: [...(isWeb ? [] : GUEST), 'pages/sign-in/index', ...(isWeb ? ['pages/gallery/index'] : [])],
  subPackages: [
    {
      root: 'merchant',
      name: 'merchant',
      pages: [
        'home/index',
        'review/index',
        'review/application',
        'order-codes/index',
        'order-codes/order-code',
        'order-codes/new',
        'order-codes/import',
        'product-codes/index',
        'product-codes/product-code',
        'product-codes/edit',
        'invoices/index',
        'invoices/invoice',
        'manual/index',
        'manual/drafts',
        'customers/import',
        'statistics/index',
        'settings/index',
        'settings/section',
      ],
    },
    {
      // An employee who only hands in receipts loads this and nothing of the merchant's.
      root: 'received',
      name: 'received',
      pages: [
        'capture/index',
        'folder/index',
        'folder/invoice',
        'sheets/index',
        'sheets/sheet',
        'archive/index',
      ],
    },
  ],
  window: {
    navigationBarTitleText: '票码',
    // On the web the page draws its own head, with the way back and its buttons.
    navigationStyle: isWeb ? 'custom' : 'default',
    navigationBarBackgroundColor: isWeb ? '#ededed' : '@navBackground',
    navigationBarTextStyle: isWeb ? 'black' : ('@navText' as 'black'),
    backgroundColor: isWeb ? '#ededed' : '@background',
    enablePullDownRefresh: !isWeb,
  },
  ...(isWeb ? { animation: false } : { darkmode: true, themeLocation: 'theme.json' }),
  // WeChat asks the person before the first call that the privacy guide names.
  ...(isWeb ? {} : { __usePrivacyCheck__: true }),
  lazyCodeLoading: 'requiredComponents',
})

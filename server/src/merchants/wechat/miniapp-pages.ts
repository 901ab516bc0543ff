/** Pages of the mini-program that codes and messages open; miniapp/src/app.config.ts names the same. */
export const MINIAPP_PAGES = {
  /** `scene`: the code. */
  code: 'guest/code/index',
  /** `?token=` of the application. */
  track: 'guest/track/index',
  review: 'merchant/review/index',
  home: 'merchant/home/index',
} as const

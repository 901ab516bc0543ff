import { lazy } from './ui/lazy'

// What the first look at a code does not need. Each is one file beside the page's own.
export const loadSteps = () => import('./apply/steps')
export const addCodePart = lazy(() => loadSteps().then((part) => part.AddCode))
/** Only where WeChat's pages open. */
export const wechatTitlePart = lazy(() => import('./apply/wechat-title').then((part) => part.WechatTitle))
export const reviewPart = lazy(() => loadSteps().then((part) => part.ReviewSheet))
export const noticePart = lazy(() => import('./notice/notice-page').then((part) => part.NoticePage))
export const trackPart = lazy(() => import('./track/track-page').then((part) => part.TrackPage))

/** The reader of pasted title blocks, which is as large as a page. */
export const loadPaste = () => import('@piaoma/shared/guest/paste')

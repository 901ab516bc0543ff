/** What a `wx` call is given: its options with the three callbacks. */
export interface WxOptions {
  success?: (result: unknown) => void
  fail?: (problem: unknown) => void
  complete?: (result: unknown) => void
  [name: string]: unknown
}

/** An element as WeChat's compiled WXML renders it. */
export interface RawNode {
  tag: string
  attr?: Record<string, unknown>
  children?: (RawNode | string | number)[]
}

/** Renders one WXML file with the data of a page. */
export type Render = (file: string) => (data: unknown, other: object, global: object) => RawNode

/** What `Page({…})` was given; Taro puts everything into one object. */
export type PageConfig = Record<string, unknown>

/** `setData` merges by paths such as `root.cn.[0].v`. */
export type PageData = Record<string, unknown>

/** An open page as the mini-program's code sees it. */
export interface PageInstance {
  data: PageData
  route: string
  setData: (change: Record<string, unknown>, done?: () => void) => void
  [name: string]: unknown
}

/** What an app.json declares, as far as the host needs it. */
export interface AppJson {
  pages: string[]
  window?: WindowJson
  subPackages?: { root: string; pages: string[] }[]
}

/** What a page's own json, or `window` of app.json for all, may say. */
export interface WindowJson {
  enablePullDownRefresh?: boolean
}

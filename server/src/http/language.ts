import type { Context } from 'koa'

export type Language = 'zh-CN' | 'en'

/** `?lang=`, else the browser's first choice that we speak, else Chinese. */
export function languageOf(ctx: Context): Language {
  const asked = ctx.query.lang
  if (asked === 'en' || asked === 'zh-CN') return asked
  return ctx.acceptsLanguages(['zh-CN', 'zh', 'en']) === 'en' ? 'en' : 'zh-CN'
}

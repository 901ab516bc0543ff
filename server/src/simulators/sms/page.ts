import { escapeHtml } from '../../mail/escape-html'
import type { SentSms } from './send-sms'

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#edf1ef;--ink:#191919;--quiet:#5f5f5f;--line:#dcdcdc}
@media (prefers-color-scheme:dark){:root{--paper:#1e1e1e;--ground:#111;--ink:#eee;--quiet:#a8a8a8;--line:#333}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1rem}h1{font-size:1.25rem}
article{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem;margin:.75rem 0;overflow-wrap:anywhere}
article p{margin:.25rem 0 0}.quiet{color:var(--quiet);font-size:.875rem;margin:0}`

const at = (epochMs: number) => new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** What was sent, last first. */
export function smsPage(messages: readonly SentSms[]): string {
  const list = messages
    .map(
      ({ mobile, text, at: time }) =>
        `<article><p class="quiet">${escapeHtml(mobile)} · ${at(time)}</p><p>${escapeHtml(text)}</p></article>`,
    )
    .reverse()
    .join('')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>短信（模拟）</title><style>${STYLE}</style></head><body><main><h1>短信 · 模拟</h1><p class="quiet">演示用，不会真的发出短信。刷新页面查看最新状态。</p>${list || '<article><p>还没有短信。</p></article>'}</main></body></html>`
}

import { shanghaiDateTime } from '@piaoma/shared/invoice'
import { escapeHtml } from '../../mail/escape-html'
import type { MailDetail, MailSummary } from './mail-store'

const STYLE = `
:root{color-scheme:light dark;--line:#8885;--soft:#8881;--accent:#0b6e4f}
@media (prefers-color-scheme:dark){:root{--accent:#4cc79c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem 1.25rem 3rem;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
a{color:var(--accent)} h1{font-size:1.35rem;line-height:1.35;margin:.5rem 0;overflow-wrap:anywhere} p{margin:.5rem 0}
.note{border:1px solid var(--line);border-radius:.5rem;background:var(--soft);padding:.5rem .75rem;font-size:.9rem}
.list{list-style:none;margin:1rem 0;padding:0} .list li{border-bottom:1px solid var(--line)}
.list a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.75rem .25rem;color:inherit;text-decoration:none}
.list a:hover{background:var(--soft)} .list strong{grid-column:1/-1;overflow-wrap:anywhere}
.quiet{opacity:.72;font-size:.875rem} .twin{color:#b3261e;font-weight:600}
@media (prefers-color-scheme:dark){.twin{color:#ff8a80}}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0} dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:38rem;border:1px solid var(--line);border-radius:.5rem;background:#fff;color-scheme:light}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:.5rem;padding:.75rem}
.files{display:flex;flex-wrap:wrap;gap:.5rem;padding:0;list-style:none}
.files a{display:inline-block;min-height:44px;padding:.6rem .9rem;border:1px solid var(--line);border-radius:.5rem}
`

const page = (title: string, body: string, head = '') => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>${head}<style>${STYLE}</style></head><body>${body}</body></html>`

const kilobytes = (size: number) => `${Math.max(1, Math.round(size / 1024))} KB`

/** The list of mails, newest first; looks for new ones every five seconds. */
export function listPage(mails: MailSummary[], twinIds: ReadonlySet<string>): string {
  const items = mails.map(
    (mail) => `<li><a href="/messages/${mail.id}">
<strong>${escapeHtml(mail.subject) || '（无主题 no subject）'}</strong>
<span class="quiet">${escapeHtml(mail.to.join(', '))}${
      twinIds.has(mail.messageId) ? ' · <span class="twin">重复 twin</span>' : ''
    }</span>
<span class="quiet">${shanghaiDateTime(mail.receivedAt)}</span></a></li>`,
  )
  const list = items.length
    ? `<ul class="list">${items.join('')}</ul>`
    : '<p class="quiet">还没有邮件，开票后会出现在这里。No mail yet: it appears here once an invoice is sent.</p>'
  return page(
    '模拟邮箱 Mail sink',
    `<h1>模拟邮箱 <span lang="en">Mail sink</span></h1>
<p class="note">演示用：发出的邮件都收在这里，没有寄给任何人。<span lang="en">For the demo: every mail lands here and reaches nobody.</span></p>
${list}`,
    '<meta http-equiv="refresh" content="5">',
  )
}

/** One mail: addresses, attachments, and its HTML in a frame that runs no script and loads nothing. */
export function messagePage(mail: MailDetail): string {
  const files = mail.attachments.map(
    ({ index, fileName, size }) =>
      `<li><a href="/api/messages/${mail.id}/attachments/${index}">${escapeHtml(fileName)} <span class="quiet">${kilobytes(size)}</span></a></li>`,
  )
  // Links of the mail open in a tab of their own; everything else is shut off.
  const frame = `<base target="_blank"><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}">${mail.html}`
  return page(
    mail.subject,
    `<p><a href="/">← 全部邮件 All mail</a></p><h1>${escapeHtml(mail.subject)}</h1>
<dl><dt>发件人 From</dt><dd>${escapeHtml(mail.sender)}</dd>
<dt>收件人 To</dt><dd>${escapeHtml(mail.to.join(', '))}</dd>
<dt>收到 Received</dt><dd>${shanghaiDateTime(mail.receivedAt)}</dd>
<dt>Message-ID</dt><dd>${escapeHtml(mail.messageId)}</dd></dl>
<h2 class="quiet">附件 Attachments (${files.length})</h2><ul class="files">${files.join('')}</ul>
${mail.html ? `<iframe title="邮件正文 Mail body" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(frame)}"></iframe>` : ''}
<h2 class="quiet">纯文本 Plain text</h2><pre>${escapeHtml(mail.text)}</pre>
<p><a href="/api/messages/${mail.id}/raw">原始邮件 Raw message (.eml)</a></p>`,
  )
}

const FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"

/** Policy of the pages themselves; a `srcdoc` frame inherits it. */
export const PAGE_POLICY = `${FRAME_POLICY}; base-uri 'self'; frame-ancestors 'none'`

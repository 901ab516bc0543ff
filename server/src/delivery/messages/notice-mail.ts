import type { WechatMessageKind } from '@piaoma/shared/contract'
import type { MailMessage } from '../../mail'
import { escapeHtml } from '../../mail/escape-html'
import { messageIdOf } from '../deliver-invoice'

const WORDS: Record<
  Exclude<WechatMessageKind, 'issued'>,
  { subject: string; text: string; english: string }
> = {
  rejected: {
    subject: '开票申请未通过',
    text: '您的开票申请未通过，原因见下面的页面，可修改后重新申请。',
    english: 'Your request for an invoice was turned down. The page says why; you can apply again.',
  },
  review_waiting: {
    subject: '有开票申请待审核',
    text: '有新的开票申请等您审核。',
    english: 'A request for an invoice waits for your review.',
  },
  quota_low: {
    subject: '开票额度即将用完',
    text: '开票额度即将用完，请及时调整，以免新的发票无法开出。',
    english: 'The invoicing quota is nearly used up.',
  },
}

/** A few words by e-mail, where WeChat may not be used. */
export function noticeMail(notice: {
  id: string
  to: string
  kind: Exclude<WechatMessageKind, 'issued'>
  merchantName: string
  link: string
  publicUrl: string
}): MailMessage {
  const { subject, text, english } = WORDS[notice.kind]
  const lines = [`${notice.merchantName}：${text}`, english, notice.link]
  return {
    messageId: messageIdOf(notice.id, notice.publicUrl),
    to: notice.to,
    subject: `${notice.merchantName} ${subject}`,
    text: lines.join('\n\n'),
    html: lines.map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
    attachments: [],
  }
}

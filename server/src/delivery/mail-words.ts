/** The words of the mail in one language. Values are inserted as plain text; whoever writes HTML escapes them. */
export interface MailWords {
  lang: 'zh-CN' | 'en'
  subject(merchant: string, count: number, number: string, total: string): string
  heading(count: number): string
  opening(merchant: string): string
  number: string
  total: string
  sum: string
  issuedOn: string
  seller: string
  buyer: string
  openLink: string
  linkNote: string
  attached: string
  notAttached: string
  wrong: string
  notYours: string
}

export const CHINESE: MailWords = {
  lang: 'zh-CN',
  subject: (merchant, count, number, total) =>
    count === 1
      ? `【${merchant}】电子发票 ${number}，¥${total}`
      : `【${merchant}】电子发票 ${count} 张，合计 ¥${total}`,
  heading: (count) => (count === 1 ? '您的电子发票已开具' : `您的 ${count} 张电子发票已开具`),
  opening: (merchant) => `您在${merchant}申请的发票已开好，原件见附件。`,
  number: '发票号码',
  total: '价税合计',
  sum: '合计',
  issuedOn: '开票日期',
  seller: '销售方',
  buyer: '购买方',
  openLink: '查看和下载发票',
  linkNote: '链接长期有效，可随时重新下载或发送到其他邮箱。知道链接的人都能看到发票，请勿公开。',
  attached: '附件是税务侧返回的原件，未作任何改动，请妥善保存。',
  notAttached: '未能附上的文件可通过上面的链接下载。',
  wrong: '抬头或金额有误？请不要重新扫码申请，打开上面的链接，联系商家更正。',
  notYours: '如果您没有申请过发票，请忽略本邮件。',
}

export const ENGLISH: MailWords = {
  lang: 'en',
  subject: (merchant, count, number, total) =>
    count === 1
      ? `E-invoice ${number} from ${merchant}, ¥${total}`
      : `${count} e-invoices from ${merchant}, ¥${total} in total`,
  heading: (count) => (count === 1 ? 'Your e-invoice is ready' : `Your ${count} e-invoices are ready`),
  opening: (merchant) => `The invoice you asked for at ${merchant} was issued; the originals are attached.`,
  number: 'Invoice number',
  total: 'Total incl. tax',
  sum: 'Sum',
  issuedOn: 'Issued on',
  seller: 'Seller',
  buyer: 'Buyer',
  openLink: 'View and download',
  linkNote:
    'The link lasts: download again or send to another address at any time. Anyone who has it can see the invoice, so keep it private.',
  attached: 'The attachments are the originals as the tax side returned them, unaltered. Please keep them.',
  notAttached: 'Files that are not attached can be downloaded by the link above.',
  wrong:
    'Something wrong with the name or the amount? Please do not scan and apply again: open the link above and ask the merchant to correct it.',
  notYours: 'If you did not ask for an invoice, please ignore this mail.',
}

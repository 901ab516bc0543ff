/** Why a file gave no invoice and what a reader of a received one should know, zh-CN then English. */
const words: Record<string, readonly [string, string]> = {
  retake: [
    '图片看不清，请对准发票、避开反光和抖动后重新拍摄。',
    'The picture cannot be read. Take it again: whole invoice, no glare, hold still.',
  ],
  not_invoice: ['没有找到发票，请确认文件。', 'No invoice was found in it. Please check the file.'],
  not_mainland: [
    '这不是中国大陆的发票（例如台湾地区统一发票），无法查验和抵扣。',
    'This is not an invoice of the Chinese mainland; it can be neither verified nor deducted.',
  ],
  bank_receipt: [
    '这是银行回单，不是发票，请向销售方索取发票。',
    'This is a bank slip, not an invoice. Ask the seller for the invoice.',
  ],
  other_qr: [
    '这个二维码不是发票上的二维码，请扫描发票左上角的码。',
    'This code is not the one of an invoice. Scan the code at its top left.',
  ],
  too_large: ['文件太大，请缩小或拆分后重新上传。', 'The file is too large. Make it smaller or split it.'],
  too_many_pages: ['页数太多，请拆分后重新上传。', 'Too many pages. Split the file and send it again.'],
  too_many_files: [
    '压缩包里的文件太多或层数太深，请分几次上传。',
    'The archive holds too many files or archives. Send it in parts.',
  ],
  damaged: [
    '文件已损坏，请重新下载或获取后上传。',
    'The file is damaged. Get it again and send it once more.',
  ],
  encrypted: [
    '文件已加密，请去掉密码后上传。',
    'The file is encrypted. Remove the password and send it again.',
  ],
  forbidden_content: [
    '文件含有不允许的内容（外部引用、脚本等），已拒绝。',
    'The file holds what is not allowed (outside references, scripts) and was refused.',
  ],
  unsupported_type: [
    '不支持这种文件，请使用图片、PDF、OFD、XML 或压缩包。',
    'This kind of file is not supported. Use a picture, PDF, OFD, XML or zip.',
  ],
  reading_broke_off: [
    '识别多次中断，原件已保存，可以重试。',
    'Reading broke off several times. The original is kept; you may try again.',
  ],
  seal_changed: [
    '电子签章与内容不符：文件被改动过，请勿报销。',
    'The seal does not match the content: the file was altered. Do not pay it.',
  ],
  seal_unknown_root: [
    '电子签章的证书来源未知，请先查验。',
    'The certificate of the seal is of unknown origin. Verify the invoice first.',
  ],
  check_failed: [
    '票面数据互相不一致，请核对标出的字段。',
    'What stands on it does not agree with itself. Look at the marked fields.',
  ],
  fields_doubtful: [
    '有字段没有把握，请对照图片确认。',
    'Some fields are uncertain. Compare them with the picture.',
  ],
  number_missing: [
    '没有读到发票号码，暂时无法查重，请补填。',
    'The number was not read, so duplicates cannot be found yet. Please fill it in.',
  ],
  brought_again: [
    '这张发票被提交过不止一次，请勿重复报销。',
    'This invoice was handed in more than once. Do not pay it twice.',
  ],
  wallet_locked: [
    '这张发票正在别处报销，卡包里已锁定。',
    'This invoice is being claimed elsewhere: it is locked in the wallet.',
  ],
  wallet_closed: ['这张发票已在微信里报销过。', 'This invoice was already paid back through WeChat.'],
  wallet_cancelled: ['这张发票已被开票方作废或红冲。', 'The seller has voided or reversed this invoice.'],
}

/** Words for a reason or warning of capture and pool; an unknown code stands for itself. */
export function receivedMessage(code: string, language: 'zh-CN' | 'en'): string {
  const pair = words[code]
  if (!pair) return code
  return language === 'en' ? pair[1] : pair[0]
}

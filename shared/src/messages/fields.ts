/** What is wrong with one field and what to do, zh-CN then English. Codes without words of their own fall back to `field.invalid`. */
const words: Record<string, readonly [string, string]> = {
  'field.required': ['请填写此项。', 'Please fill this in.'],
  'field.invalid': ['内容不符合要求，请检查。', 'This is not in the expected form.'],
  'field.unknown': ['不认识的字段，请删除。', 'Unknown field; remove it.'],
  'text.required': ['请填写此项。', 'Please fill this in.'],
  'text.too_long': ['内容过长，请缩短。', 'Too long; please shorten it.'],
  'text.characters': [
    '含有发票不支持的字符（如表情、生僻字或不可见字符），请改用常用汉字、字母或数字。',
    'Contains characters an invoice cannot carry (emoji, rare or invisible ones). Use ordinary letters.',
  ],
  'text.too_many_bytes': [
    '内容过长（汉字按两个字节计），请缩短。',
    'Too long (a Chinese character counts as two); please shorten it.',
  ],
  'text.control_character': [
    '含有不可见的控制字符，请删除后重填。',
    'Contains invisible control characters; please retype it.',
  ],
  'text.four_byte_character': [
    '含有发票不支持的表情或生僻字，请改用常用字。',
    'Contains emoji or rare characters that an invoice cannot carry.',
  ],
  'text.angle_bracket': ['不能含有 < 或 >。', 'Must not contain < or >.'],
  'text.not_gbk': [
    '含有税务系统无法打印的字符，请改用常用汉字、字母或数字。',
    'Contains characters the tax system cannot print. Use ordinary letters.',
  ],
  'text.one_line': ['请写成一行。', 'Keep it on one line.'],
  'amount.not_fen': ['金额须为整数（单位：分）。', 'The amount must be a whole number of fen.'],
  'amount.not_positive': ['金额须大于 0。', 'The amount must be greater than 0.'],
  'amount.too_large': ['金额超过上限。', 'The amount is too large.'],
  'amount.required': ['请填写开票金额。', 'Please type the amount.'],
  'amount.not_taken': ['订单码的金额由订单决定，请勿另填。', 'The order sets the amount; leave this out.'],
  'amount.below_minimum': ['金额低于商家设定的下限。', 'The amount is below the merchant’s minimum.'],
  'amount.above_maximum': ['金额高于商家设定的上限。', 'The amount is above the merchant’s maximum.'],
  'wechat.app_id_form': [
    'AppID 以 wx 开头，请从微信后台复制。',
    'An AppID begins with wx; copy it from WeChat’s console.',
  ],
  'wechat.push_token_form': ['令牌为 3–32 位字母或数字。', 'The token is 3–32 letters and digits.'],
  'wechat.aes_key_form': [
    'EncodingAESKey 为 43 位字母或数字。',
    'The EncodingAESKey has 43 letters and digits.',
  ],
  'id.form': ['编号格式不正确。', 'This id is malformed.'],
  'time.form': ['时间格式应为 2026-11-22T12:00:00+08:00。', 'Use a time like 2026-11-22T12:00:00+08:00.'],
  'time.order': ['结束时间须晚于开始时间。', 'The end must be after the start.'],
  'time.too_long': ['最多选择三年。', 'Choose three years at most.'],
  'time.past': ['时间已过，请改为将来的时间。', 'This time has passed; choose a later one.'],
  'kind.unknown': ['发票类型应为 normal（普票）或 special（专票）。', 'The kind must be normal or special.'],
  'kind.required': ['请至少允许一种发票。', 'Allow at least one kind of invoice.'],
  'number.form': ['请用数字，如 1 或 2.5。', 'Use a number such as 1 or 2.5.'],
  'email.form': ['邮箱格式不正确，例如 name@example.com。', 'Not an e-mail address, e.g. name@example.com.'],
  'mobile.form': [
    '手机号格式不正确（境外号码请加 + 和国家码）。',
    'Not a mobile number (outside China begin with + and the country code).',
  ],
  'order_no.form': [
    '订单号限 64 位字母、数字和 . : / # _ -。',
    'Order numbers have up to 64 letters, digits and . : / # _ -',
  ],
  'code.required': ['缺少开票码。', 'The code is missing.'],
  'code.too_many': ['一次最多合并 20 个码。', 'At most 20 codes can be merged.'],
  'code.repeated': ['同一个码加了两次。', 'The same code was added twice.'],
  'customer.repeated': ['这个税号在表格中出现了两次。', 'This tax number stands in the table twice.'],
  'login.form': [
    '请用手机号或邮箱作为登录账号。',
    'Use a mobile number or an e-mail address to sign in with.',
  ],
  'mailbox.host_form': [
    '请填写邮件服务器地址，如 imap.example.cn。',
    'Use a mail server like imap.example.cn.',
  ],
  'mailbox.port_form': ['端口为 1 至 65535，通常是 993。', 'The port is between 1 and 65535, mostly 993.'],
  'mailbox.insecure': [
    '必须使用加密连接（TLS 或 STARTTLS），且不能是本机地址。',
    'The connection must be encrypted (TLS or STARTTLS) and not to this machine itself.',
  ],
  'qr.required': ['请先扫描发票上的二维码。', 'Scan the code on the invoice first.'],
  'received.code_form': ['发票代码为 8 至 12 位数字。', 'The invoice code has 8 to 12 digits.'],
  'received.number_form': ['发票号码为 8、10 或 20 位数字。', 'The invoice number has 8, 10 or 20 digits.'],
  'received.date_form': ['日期格式应为 2026-11-22。', 'Use a date like 2026-11-22.'],
  'received.check_code_form': [
    '校验码为 4 至 20 位字母或数字。',
    'The check code has 4 to 20 letters or digits.',
  ],
  'received.machine_number_form': ['机器编号为 8 至 20 位数字。', 'The machine number has 8 to 20 digits.'],
  'received.taxpayer_id_form': [
    '税号为 15 至 20 位字母或数字。',
    'The taxpayer id has 15 to 20 letters or digits.',
  ],
  'password.short': ['密码至少 10 位。', 'The password needs at least 10 characters.'],
  'line.required': ['至少需要一行商品。', 'At least one line is needed.'],
  'line.too_many': ['商品行过多。', 'Too many lines.'],
  'line.total_not_positive': [
    '折扣后的合计须大于 0。',
    'What is left after the discounts must be greater than 0.',
  ],
  'line.total_too_large': ['各行合计超过上限。', 'The lines together exceed the largest amount.'],
  'line.quantity_not_positive': ['数量须大于 0。', 'The quantity must be greater than 0.'],
  'line.quantity_too_precise': [
    '数量整数最多 12 位、小数最多 13 位。',
    'A quantity has at most 12 digits before and 13 after the point.',
  ],
  'line.unit_price_not_positive': ['单价须大于 0。', 'The unit price must be greater than 0.'],
  'line.unit_price_too_precise': [
    '单价整数最多 12 位、小数最多 13 位。',
    'A unit price has at most 12 digits before and 13 after the point.',
  ],
  'line.tax_rate_unknown': [
    '税率不在支持范围内，例如 0.06、6% 或 免税。',
    'Unknown tax rate; use for example 0.06, 6% or exempt.',
  ],
  'line.tax_code_form': ['税收分类编码应为 19 位数字（文本格式）。', 'The tax code has 19 digits, as text.'],
  'line.tax_code_damaged': [
    '税收分类编码末位已损坏（表格软件会把长数字四舍五入），请按文本格式重新填写。',
    'The last digits of the tax code are damaged, as table programs do to long numbers. Enter it again as text.',
  ],
  'line.tax_code_needs_not_taxed': [
    '此编码（6 开头）只能选“不征税”。',
    'Codes that begin with 6 are not taxed: choose not_taxed.',
  ],
  'line.tax_code_unknown': ['税收分类编码不在官方编码表中。', 'This tax code is not in the official table.'],
  'line.tax_code_not_leaf': ['请选用最末级税收分类编码。', 'Choose a tax code of the lowest level.'],
  'line.unit_price_mismatch': ['单价 × 数量 与金额不符。', 'Unit price × quantity does not give the amount.'],
  'line.discount_exceeds_amount': ['折扣不能超过该行金额。', 'The discount exceeds the line’s amount.'],
  'line.deduction_not_below_amount': [
    '差额扣除须小于该行金额。',
    'The deduction must be less than the line’s amount.',
  ],
  'line.deduction_with_discount': [
    '差额征税的商品行不能再有折扣。',
    'A line with differential taxation cannot have a discount.',
  ],
  'line.deduction_single_line': [
    '差额征税只能有一行商品。',
    'Differential taxation allows a single line only.',
  ],
  'buyer.type_unknown': ['请选择企业或个人。', 'Choose company or person.'],
  'buyer.name_required': ['请填写发票抬头。', 'Please give the name for the invoice.'],
  'buyer.name_too_long': ['抬头不超过 100 个字。', 'The name has at most 100 characters.'],
  'buyer.taxpayer_id_required': ['企业开票须填税号（纳税人识别号）。', 'A company needs its taxpayer id.'],
  'buyer.taxpayer_id_length': [
    '税号长度应为 15、17、18 或 20 位。',
    'A taxpayer id has 15, 17, 18 or 20 characters.',
  ],
  'buyer.taxpayer_id_characters': [
    '税号只含数字和大写字母。',
    'A taxpayer id has digits and capital letters only.',
  ],
  'buyer.special_to_person': [
    '个人不能开具专用发票，请改选普通发票。',
    'A person cannot get a special invoice; choose the normal one.',
  ],
  'buyer.astral_character': [
    '含有发票不支持的生僻字或表情，请改用常用字或联系商家。',
    'Contains a rare character or emoji that an invoice cannot carry.',
  ],
  'buyer.control_character': [
    '含有不可见的控制字符，请删除后重填。',
    'Contains control characters; please retype it.',
  ],
  'buyer.invisible_character': [
    '含有不可见字符，请删除后重填。',
    'Contains invisible characters; please retype it.',
  ],
  'buyer.angle_brackets': ['不能含有 < 或 >。', 'Must not contain < or >.'],
  'buyer.address_too_long': ['地址不超过 100 个字。', 'The address has at most 100 characters.'],
  'buyer.phone_too_long': ['电话不超过 30 位。', 'The phone number has at most 30 characters.'],
  'buyer.phone_form': [
    '电话只含数字、空格和 + - ( )。',
    'A phone number has digits, spaces and + - ( ) only.',
  ],
  'buyer.bank_name_too_long': ['开户行不超过 100 个字。', 'The bank name has at most 100 characters.'],
  'buyer.bank_account_too_long': ['银行账号不超过 50 位。', 'The account number has at most 50 characters.'],
  'buyer.bank_account_form': [
    '银行账号只含数字、字母、空格和连字符。',
    'An account number has digits, letters, spaces and hyphens only.',
  ],
  'reason.required': ['请写明原因，客人会看到。', 'Give a reason; the guest will read it.'],
  'url.form': [
    '请填写完整网址，如 https://example.com/hook。',
    'Give a whole address such as https://example.com/hook.',
  ],
  'webhook.url_refused': [
    '不能指向内网或本机地址，也不能带用户名和密码。',
    'It must not point to a private or local address, nor carry a user name or password.',
  ],
  'store.unknown': ['没有这家门店，或门店已停用。', 'There is no such store, or it is closed.'],
  'short_code.length': ['短码共 12 位，请核对小票。', 'A short code has 12 characters; check the receipt.'],
  'short_code.character': [
    '短码里没有 0、O、1、I、L 这些易混的字符，请核对小票。',
    'A short code never has 0, O, 1, I or L; check the receipt.',
  ],
  'short_code.check': [
    '短码有误，请逐位核对小票。',
    'This short code is not right; compare it with the receipt character by character.',
  ],
  'payment.number_form': [
    '请填写微信账单上的交易单号或商户单号。',
    'Enter the transaction or order number of your WeChat bill.',
  ],
  'wechat_pay.mchid_form': ['商户号为 8 至 10 位数字。', 'A merchant number has 8 to 10 digits.'],
  'wechat_pay.certificate_form': [
    '请粘贴 apiclient_cert.pem 的全部内容。',
    'Paste the whole of apiclient_cert.pem.',
  ],
  'wechat_pay.private_key_form': [
    '请粘贴 apiclient_key.pem 的全部内容。',
    'Paste the whole of apiclient_key.pem.',
  ],
  'wechat_pay.key_mismatch': ['私钥与证书不是一对。', 'The key does not belong to the certificate.'],
  'wechat_pay.api_key_form': ['APIv3 密钥为 32 个字符。', 'The APIv3 key has 32 characters.'],
  'wechat_pay.platform_key_form': [
    '请填写微信支付公钥及其 PUB_KEY_ID，或平台证书及其序列号。',
    'Enter WeChat’s public key with its PUB_KEY_ID, or a platform certificate with its serial.',
  ],
  'verification.value_needed': [
    '查验需要此项，请核对后确认。',
    'Verification needs this; check and confirm it.',
  ],
  'rules.too_many': ['条目过多，请删减。', 'Too many entries; remove some.'],
  'sheet.too_many': ['一次最多 200 张发票。', 'At most 200 invoices at once.'],
  'status.unknown': ['没有这种状态。', 'There is no such status.'],
}

/** Words for a field issue; general ones for a code without its own. */
export function fieldMessage(code: string, language: 'zh-CN' | 'en'): string {
  const [zh, en] = words[code] ?? words['field.invalid'] ?? ['', '']
  return language === 'en' ? en : zh
}

/** Codes that have words; tests hold the schemas against them. */
export const FIELD_CODES = Object.keys(words)

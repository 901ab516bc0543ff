import type { BuyerTitle } from './title'

// Invented companies; the numbers only pass the check digits.
const SH = '91310000MA1K10010Y'
const BJ = '91110108MA0110070U'
const SZ = '91440300MA5D100701'
/** A title with every field. */
export const full: BuyerTitle = {
  type: 'company',
  name: '上海青禾餐饮管理有限公司',
  taxpayerId: SH,
  address: '上海市浦东新区张江路88号3楼301室',
  phone: '021-50801234',
  bankName: '中国工商银行上海张江支行',
  bankAccount: '1001234509200123456',
}
const { address, phone, bankName, bankAccount } = full
const english: BuyerTitle = {
  type: 'company',
  name: 'ACME Ltd',
  taxpayerId: SH,
  address: '88 Zhangjiang Rd, Shanghai',
  phone: '021-50801234',
  bankName: 'Bank of China',
  bankAccount,
}
const short: BuyerTitle = { type: 'company', name: full.name, taxpayerId: SH }

/** What people paste, as [what it is, the text, what is read]. */
export const titleCases: [string, string, Partial<BuyerTitle>][] = [
  [
    'six labels with full-width colons',
    `名称：${full.name}\n税号：${SH}\n地址：${address}\n电话：${phone}\n开户行：${bankName}\n账号：${bankAccount}`,
    full,
  ],
  [
    'half-width colons and spaces',
    `名称: ${full.name}\n税号: ${SH}\n地址: ${address}\n电话: ${phone}\n开户行: ${bankName}\n账号: ${bankAccount}`,
    full,
  ],
  [
    'another order',
    `开户行：${bankName}\n账号：${bankAccount}\n税号：${SH}\n电话：${phone}\n地址：${address}\n抬头：${full.name}`,
    full,
  ],
  [
    'the four lines of a printed invoice',
    `名 称：${full.name}\n纳税人识别号：${SH}\n地 址、电 话：${address} ${phone}\n开户行及账号：${bankName} ${bankAccount}`,
    full,
  ],
  [
    '地址电话 and 开户行账号 without spaces between the values',
    `公司名称：${full.name}\n统一社会信用代码：${SH}\n地址电话：${address}${phone}\n开户行账号：${bankName}${bankAccount}`,
    full,
  ],
  [
    'as the WeChat title card is copied',
    `名称：${full.name}\n税号：${SH}\n单位地址：${address}\n电话号码：${phone}\n开户银行：${bankName}\n银行账户：${bankAccount}`,
    full,
  ],
  ['as WeChat shares only name and number', `发票抬头：${full.name}\n税号：${SH}`, short],
  ['with the kind of title', `抬头类型：企业单位\n抬头名称：${full.name}\n纳税人识别号：${SH}`, short],
  [
    'as the fields of the mini-program API',
    `{"type":"0","title":"${full.name}","taxNumber":"${SH}","companyAddress":"${address}","telephone":"${phone}","bankName":"${bankName}","bankAccount":"${bankAccount}"}`,
    full,
  ],
  [
    'all on one line with labels',
    `名称：${full.name} 税号：${SH} 地址：${address} 电话：${phone} 开户行：${bankName} 账号：${bankAccount}`,
    full,
  ],
  [
    'all on one line, labels run into the values',
    `名称:${full.name}税号:${SH}地址:${address}电话:${phone}开户行:${bankName}账号:${bankAccount}`,
    full,
  ],
  [
    'the 公司 of the name before 公司地址-like labels',
    `公司名称:${full.name}公司税号:${SH}公司地址:${address}公司电话:${phone}开户银行:${bankName}银行账号:${bankAccount}`,
    full,
  ],
  [
    'a name that runs into 地址',
    `名称:${full.name}地址:${address}`,
    { type: 'company', name: full.name, address },
  ],
  [
    'commas between the fields',
    `名称：${full.name}，税号：${SH}，地址：${address}，电话：${phone}，开户行：${bankName}，账号：${bankAccount}。`,
    full,
  ],
  [
    'semicolons between the fields',
    `单位名称：${full.name}；纳税人识别号：${SH}；注册地址：${address}；电话：${phone}；开户行：${bankName}；银行账号：${bankAccount}；`,
    full,
  ],
  [
    'spaces in place of colons',
    `名称 ${full.name}\n税号 ${SH}\n地址 ${address}\n电话 ${phone}\n开户行 ${bankName}\n账号 ${bankAccount}`,
    full,
  ],
  [
    'tabs in place of colons (copied from a table)',
    `单位名称\t${full.name}\n税号\t${SH}\n单位地址\t${address}\n电话\t${phone}\n开户银行\t${bankName}\n银行账号\t${bankAccount}`,
    full,
  ],
  [
    'label and value on lines of their own',
    `名称\n${full.name}\n税号\n${SH}\n地址\n${address}\n电话\n${phone}\n开户行\n${bankName}\n账号\n${bankAccount}`,
    full,
  ],
  [
    'label with colon and value on lines of their own',
    `公司名称：\n${full.name}\n\n税号：\n${SH}\n\n地址、电话：\n${address}\n`,
    { ...short, address },
  ],
  [
    'labels with neither colon nor space',
    `公司名称${full.name}\n税号${SH}\n地址${address}\n电话${phone}\n开户行${bankName}\n账号${bankAccount}`,
    full,
  ],
  [
    'a heading row over a value row',
    `名称\t税号\t地址\t电话\t开户行\t账号\n${full.name}\t${SH}\t${address}\t${phone}\t${bankName}\t${bankAccount}`,
    full,
  ],
  [
    'numbered lines',
    `1、名称：${full.name}\n2、税号：${SH}\n3、地址：${address}\n4、电话：${phone}\n5、开户行：${bankName}\n6、账号：${bankAccount}`,
    full,
  ],
  [
    'numbered on one line',
    `1.名称：${full.name} 2.税号：${SH} 3.地址：${address} 4.电话：${phone} 5.开户行：${bankName} 6.账号：${bankAccount}`,
    full,
  ],
  [
    'labels in brackets',
    `【名称】${full.name}\n【税号】${SH}\n【地址】${address}\n【电话】${phone}\n【开户行】${bankName}\n【账号】${bankAccount}`,
    full,
  ],
  [
    'labels in brackets with colons, stars and remarks',
    `*【发票抬头】：${full.name}\n*税号（必填）：${SH}\n地址（专票必填）：${address}\n电话（选填）：${phone}\n`,
    { ...short, address, phone },
  ],
  [
    'the combined label of the tax bureau',
    `购买方名称：${full.name}\n统一社会信用代码/纳税人识别号：${SH}\n购买方地址：${address}\n电话：${phone}\n购方开户银行：${bankName}\n银行账号：${bankAccount}`,
    full,
  ],
  ['a label that explains itself', `公司：${full.name}\n税号（统一社会信用代码）：${SH}`, short],
  ['no labels, a line each', `${full.name}\n${SH}\n${address}\n${phone}\n${bankName}\n${bankAccount}`, full],
  [
    'no labels, four lines with combined values',
    `${full.name}\n${SH}\n${address} ${phone}\n${bankName} ${bankAccount}`,
    full,
  ],
  [
    'no labels, combined without spaces',
    `${full.name}\n${SH}\n${address}${phone}\n${bankName}${bankAccount}`,
    full,
  ],
  ['no labels, all on one line', `${full.name} ${SH} ${address} ${phone} ${bankName} ${bankAccount}`, full],
  ['no labels, commas', `${full.name}，${SH}，${address}，${phone}，${bankName}，${bankAccount}`, full],
  ['no labels, number first', `${SH}\n${full.name}`, short],
  ['no labels, name and number run together', `${full.name}${SH}`, short],
  ['only the number', SH, { taxpayerId: SH }],
  ['only the name', full.name, { type: 'company', name: full.name }],
  ['only the name with its label', `抬头：${full.name}`, { type: 'company', name: full.name }],
  ['a lower-case number', `${full.name}\n${SH.toLowerCase()}`, short],
  [
    'full-width digits and letters in the number',
    `名称：${full.name}\n税号：９１３１００００ＭＡ１Ｋ１００１０Ｙ`,
    short,
  ],
  ['a number in groups, labelled', `名称：${full.name}\n税号：9131 0000 MA1K 1001 0Y`, short],
  ['a number in groups, not labelled', `${full.name}\n9131 0000 MA1K 1001 0Y`, short],
  ['zero-width characters of a chat', `\u200b名称：${full.name}\u200b\r\n税\u200d号：${SH}\ufeff\r\n`, short],
  [
    'account in groups and phone with spaces',
    `${full.name}\n${SH}\n${address}  021 5080 1234\n${bankName} 1001 2345 0920 0123 456`,
    { ...full, phone: '021 5080 1234' },
  ],
  [
    'labelled account in groups',
    `名称：${full.name}\n账号：1001 2345 0920 0123 456\n开户行：${bankName}`,
    { type: 'company', name: full.name, bankName, bankAccount },
  ],
  [
    'a mobile as telephone, glued to the room number',
    `${full.name}\n${SH}\n地址电话：上海市浦东新区张江路88号301室13800138000`,
    { ...short, address: '上海市浦东新区张江路88号301室', phone: '13800138000' },
  ],
  [
    'a local number without area code',
    `${full.name}\n${SH}\n地址电话：${address} 50801234`,
    { ...short, address, phone: '50801234' },
  ],
  [
    'an em dash in the telephone and an extension',
    `${full.name} ${SH}\n地址：${address}\n电话：021—50801234转801`,
    { ...short, address, phone: '021-50801234转801' },
  ],
  [
    'a 400 number',
    `名称：${full.name}\n电话：400-820-1234`,
    { type: 'company', name: full.name, phone: '400-820-1234' },
  ],
  [
    'an area code in brackets',
    `名称：${full.name}\n地址及电话：${address}（021）50801234`,
    { type: 'company', name: full.name, address, phone: '(021)50801234' },
  ],
  [
    'bars as the title QR has them',
    `名称：${full.name}\n税号：${SH}\n地址电话：${address}|${phone}\n开户行及账号：${bankName}|${bankAccount}`,
    full,
  ],
  [
    'an address wrapped onto a second line',
    `名称：${full.name}\n地址：上海市浦东新区\n张江路88号3楼301室\n税号：${SH}`,
    { ...short, address: '上海市浦东新区 张江路88号3楼301室' },
  ],
  [
    'an address with spaces',
    `${full.name}\n${SH}\n上海市 浦东新区 张江路88号 A座301`,
    { ...short, address: '上海市 浦东新区 张江路88号 A座301' },
  ],
  ['empty optional fields', `名称：${full.name}\n税号：${SH}\n地址：\n电话：无\n开户行：/\n账号：-`, short],
  [
    'fields that are none of ours',
    `名称：${full.name}\n税号：${SH}\n邮箱：fapiao@example.com\n联系人：王小明\n备注：请尽快\n金额：128.00`,
    short,
  ],
  ['a sentence around it', `你好，麻烦开票：${full.name}，税号${SH}，谢谢！`, short],
  ['a greeting line before', `您好！\n开票信息如下\n${full.name}\n${SH}`, short],
  [
    'a name with brackets and a branch',
    `名称：上海青禾餐饮管理（集团）有限公司北京分公司\n税号：${BJ}`,
    { type: 'company', name: '上海青禾餐饮管理（集团）有限公司北京分公司', taxpayerId: BJ },
  ],
  [
    'a partnership whose name ends in brackets',
    `深圳云岭会计师事务所（普通合伙）\n${SZ}`,
    { type: 'company', name: '深圳云岭会计师事务所（普通合伙）', taxpayerId: SZ },
  ],
  [
    'a bank as buyer',
    `名称：江岸农村商业银行股份有限公司张江支行\n税号：${SH}`,
    { type: 'company', name: '江岸农村商业银行股份有限公司张江支行', taxpayerId: SH },
  ],
  [
    'a bank as buyer without labels',
    `江岸农村商业银行股份有限公司张江支行\n${SH}`,
    { type: 'company', name: '江岸农村商业银行股份有限公司张江支行', taxpayerId: SH },
  ],
  [
    'a public institution',
    `杭州市第十九中学\n12330000470100700F`,
    { type: 'company', name: '杭州市第十九中学', taxpayerId: '12330000470100700F' },
  ],
  [
    'an old number of 15 digits beside an account',
    `名称：${full.name}\n310115123456789\n${bankName} ${bankAccount}`,
    { type: 'company', name: full.name, taxpayerId: '310115123456789', bankName, bankAccount },
  ],
  ['a person', '抬头：个人', { type: 'person', name: '个人' }],
  ['a person by name', '抬头类型：个人\n名称：王小明', { type: 'person', name: '王小明' }],
  ['a bare personal name', '王小明', { name: '王小明' }],
  [
    'English labels',
    `Company name: ACME (Shanghai) Trading Co., Ltd.\nTax ID: ${SH}\nAddress: Room 301, No. 88 Zhangjiang Road, Shanghai\nPhone: +86 21 5080 1234\nBank: ICBC Zhangjiang Branch\nAccount: ${bankAccount}`,
    {
      type: 'company',
      name: 'ACME (Shanghai) Trading Co., Ltd.',
      taxpayerId: SH,
      address: 'Room 301, No. 88 Zhangjiang Road, Shanghai',
      phone: '+86 21 5080 1234',
      bankName: 'ICBC Zhangjiang Branch',
      bankAccount,
    },
  ],
  [
    'English labels of other wording, on one line',
    `Buyer Name: ACME Ltd Taxpayer Identification Number: ${SH} Registered Address: 88 Zhangjiang Rd, Shanghai Tel: 021-50801234 Bank Name: Bank of China Account No.: ${bankAccount}`,
    english,
  ],
  [
    'English combined labels',
    `Company: ACME Ltd\nUSCC: ${SH}\nAddress & Tel: 88 Zhangjiang Rd, Shanghai 021-50801234\nBank and account: Bank of China ${bankAccount}`,
    english,
  ],
  [
    'bilingual labels',
    `名称 Company Name：${full.name}\n税号 Tax ID：${SH}\n地址 Address：${address}`,
    { ...short, address },
  ],
  [
    'English without labels',
    `ACME (Shanghai) Trading Co., Ltd.\n${SH}\n88 Zhangjiang Road, Shanghai`,
    {
      type: 'company',
      name: 'ACME (Shanghai) Trading Co., Ltd.',
      taxpayerId: SH,
      address: '88 Zhangjiang Road, Shanghai',
    },
  ],
  [
    'spaced-out labels of a printed form',
    `名　　称：${full.name}\n税　　号：${SH}\n地　址　电　话：${address} ${phone}\n`,
    { ...short, address, phone },
  ],
  [
    'a bilingual label above its value',
    `发票抬头 / Invoice Title\n${full.name}\n税号 / Tax No.\n${SH}`,
    short,
  ],
  [
    '户名 as the name, with bank and account',
    `户名：${full.name}\n开户行：${bankName}\n账号：${bankAccount}\n税号：${SH}`,
    { ...short, bankName, bankAccount },
  ],
  [
    'two telephones',
    `名称：${full.name}\n电话：021-50801234/13800138000`,
    { type: 'company', name: full.name, phone: '021-50801234/13800138000' },
  ],
  [
    'an English address that ends in a range',
    `Name: ACME Ltd\nAddress: 88 Zhangjiang Rd, Room 2301-2305`,
    { type: 'company', name: 'ACME Ltd', address: '88 Zhangjiang Rd, Room 2301-2305' },
  ],
  [
    'the older spelling 帐号 and a trailing note',
    `单位全称:${full.name}\n识别号:${SH}\n基本户开户银行:${bankName}\n帐号:${bankAccount}（对公）`,
    { ...short, bankName, bankAccount },
  ],
  [
    'a sole trader',
    `名称：滨江区林记面馆（个体工商户）\n税号：92330106MA2C10090C`,
    { type: 'company', name: '滨江区林记面馆（个体工商户）', taxpayerId: '92330106MA2C10090C' },
  ],
  [
    'a foreign guest',
    'Name: Maria García\nPhone: +34 612 345 678',
    { name: 'Maria García', phone: '+34 612 345 678' },
  ],
  [
    'a company whose name holds a label word',
    `北京电话设备有限公司\n${BJ}`,
    { type: 'company', name: '北京电话设备有限公司', taxpayerId: BJ },
  ],
  [
    'a company whose name holds 地址 and 银行, labelled',
    `名称：北京地址银行信息技术有限公司\n税号：${BJ}`,
    { type: 'company', name: '北京地址银行信息技术有限公司', taxpayerId: BJ },
  ],
  [
    'values without labels behind a labelled number',
    `名称：${full.name} ${SH} ${address} ${phone}`,
    { ...short, address, phone },
  ],
  [
    'a labelled number and the rest without labels on one line',
    `${full.name} 税号：${SH} ${address} ${phone} ${bankName} ${bankAccount}`,
    full,
  ],
  ['the first of two titles', `名称：${full.name}\n税号：${SH}\n名称：另一家有限公司\n税号：${BJ}`, short],
  ['circled numbers', `①名称：${full.name}②税号：${SH}③地址：${address}`, { ...short, address }],
  ['dashes in place of colons', `名称-${full.name}\n税号——${SH}`, short],
  ['a table of a chat bot', `| 名称 | ${full.name} |\n| 税号 | ${SH} |`, short],
  ['another word for the buyer', `付款单位：${full.name}\n税号：${SH}`, short],
  ['a number in brackets behind the name', `${full.name}（${SH}）`, short],
  [
    'all run together without signs',
    `名称：${full.name}税号${SH}地址${address}电话${phone}`,
    { ...short, address, phone },
  ],
  ['a sentence with 是', `${full.name}，税号是${SH}，谢谢`, short],
  [
    'a school whose name holds its district',
    '杭州市滨江区云岭小学 税号 12330000470100700F',
    { type: 'company', name: '杭州市滨江区云岭小学', taxpayerId: '12330000470100700F' },
  ],
  ['a request for a personal invoice', '请开：个人', { type: 'person', name: '个人' }],
  ['a person with a mobile', '王小明 13800138000', { name: '王小明', phone: '13800138000' }],
  [
    'a request word and a mail address among lines without labels',
    `开专票\n${full.name}\n${SH}\n${address} ${phone}\n${bankName} ${bankAccount}\nfapiao@example.com`,
    full,
  ],
  ['nothing', '', {}],
  ['white space', ' \n\t ', {}],
  ['labels without values', '名称：\n税号：\n', {}],
]

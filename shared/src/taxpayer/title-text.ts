import { normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'

type Field = Exclude<keyof BuyerTitle, 'type'>

const LABELS: [RegExp, Field][] = [
  [/^(名称|公司名称|单位名称|抬头|发票抬头|购买方名称|company name)$/i, 'name'],
  [/^(税号|纳税人识别号|统一社会信用代码|tax id)$/i, 'taxpayerId'],
  [/^(地址|地址电话|注册地址|单位地址|address)$/i, 'address'],
  [/^(电话|phone)$/i, 'phone'],
  [/^(开户行|开户银行|bank)$/i, 'bankName'],
  [/^(账号|银行账号|account)$/i, 'bankAccount'],
]

/** Reads a pasted title block of `label: value` lines. */
export function parseTitleText(text: string): Partial<BuyerTitle> {
  const title: Partial<BuyerTitle> = {}
  for (const line of text.split(/[\r\n]+/)) {
    const [, label = '', value = ''] = /^\s*([^:：]+)[:：](.*)$/.exec(line) ?? []
    const field = LABELS.find(([pattern]) => pattern.test(label.trim()))?.[1]
    if (field && value.trim())
      title[field] = field === 'taxpayerId' ? normaliseTaxpayerId(value) : value.trim()
  }
  return title
}

import type { ReceivedKind } from '@piaoma/shared/received'
import type { FieldCollector } from '../fields'
import type { Draft } from '../readers/draft'
import type { Sheet, Stretch } from './sheet'
import { moneyRight, readHeader } from './vat'

/** Reads what stands right of its label: 财政票据, machine-printed, taxi and quota forms. */
export function readPlainForm(sheet: Sheet, kind: ReceivedKind, fields: FieldCollector): Draft {
  readHeader(sheet, fields)
  const value = (label: RegExp, pattern: RegExp): Stretch | undefined => {
    for (const found of sheet.find(label)) {
      const stretch = sheet.right(found)
      const text = pattern.exec(stretch?.text ?? '')?.[0]
      if (stretch && text) return { ...stretch, text }
    }
    return undefined
  }
  const put = (
    name:
      | 'code'
      | 'number'
      | 'checkCode'
      | 'buyerName'
      | 'buyerTaxpayerId'
      | 'sellerName'
      | 'payee'
      | 'reviewer',
    found?: Stretch,
  ) => {
    if (found) fields.text(name, found.text, sheet.place(found))
  }
  put('code', value(/票据代码[:：]/, /^\d{6,12}/))
  put('number', value(/票据号码[:：]/, /^\d{6,12}/))
  put('checkCode', value(/校验码[:：]/, /^[0-9A-Za-z]{4,20}/))
  put('buyerTaxpayerId', value(/交款人统一社会信用代码[:：]|购买方纳税人识别号[:：]/, /^[0-9A-Z]{15,20}/))
  put('buyerName', value(/交款人[:：]|付款方名称[:：]|购买方名称[:：]/, /^[^:：]+?(?=\s|开票|$)/))
  put(
    'sellerName',
    value(/收款单位(?:[（(]章[)）])?[:：]|收款方名称[:：]|销售方名称[:：]/, /^[^:：]+?(?=复核人|收款人|$)/),
  )
  put('reviewer', value(/复核人[:：]/, /^[^:：]+?(?=收款人|$)/))
  put('payee', value(/收款人[:：]/, /^[^:：]+$/))
  const date = sheet.first(/日期[:：]/)
  const day = date && sheet.right(date)
  if (day) fields.date('issuedOn', day.text, sheet.place(day))
  const label = sheet.first(/[（(]小写[)）][:：]?|金额合计[:：]|合计金额[:：]|金额[:：]/)
  const total = label && moneyRight(sheet, label)
  if (total) fields.money('totalFen', total.text, sheet.place(total))
  const words = sheet.first(/[（(]大写[)）][:：]?/)
  const said = words && sheet.right(words, label && label.x0 > words.x1 ? label.x0 : undefined)
  const capitals = /[零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]+/.exec(said?.text ?? '')?.[0]
  if (said && capitals) fields.text('totalCapitals', capitals, sheet.place(said))
  return { kind, fields: fields.fields, lines: [], pages: [sheet.page] }
}

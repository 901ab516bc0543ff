import { parseCapitals } from '@piaoma/shared/money'
import type { DraftBuilder } from '../layout/draft'
import { behindLabel, spanText } from '../layout/find'
import type { PageText } from '../layout/page-text'
import { asText, findDate } from './heading'
import { findCapitals, findTotal } from './totals'

/** 财政票据: code of 8 (or 6 to 10) digits, number of 10, check code of 6 letters and digits, payer and payee. */
export function readFiscal(builder: DraftBuilder, page: PageText): void {
  builder.put('code', asText(behindLabel(page, /票据代码:?/, /(?<!\d)(\d{6,12})(?!\d)/)))
  builder.put('number', asText(behindLabel(page, /票据号码:?/, /(?<!\d)(\d{8,10})(?!\d)/)))
  builder.put(
    'checkCode',
    asText(behindLabel(page, /校验码:?/, /(?<![0-9A-Za-z])([0-9A-Za-z]{6})(?![0-9A-Za-z])/)),
  )
  builder.put('issuedOn', findDate(page, /开票日期:?/))
  builder.put('totalCapitals', findCapitals(page))
  builder.put('totalFen', findTotal(page))
  const capitals = findCapitals(page)
  const said = capitals && parseCapitals(capitals.value)
  if (capitals && said !== undefined) builder.put('totalFen', { value: said, span: capitals.span })
  builder.put('buyerName', asText(named(page, /[交缴]款人:/)))
  builder.put('sellerName', asText(named(page, /收款单位([(]章[)])?:/)))
  const id = behindLabel(page, /交款人统一社会信用代码:?/, /([0-9A-Z]{18})/)
  if (id) builder.put('buyerTaxpayerId', { value: spanText(id), span: id })
  builder.put('payee', asText(named(page, /收款人:/)))
  builder.put('reviewer', asText(named(page, /复核人:/)))
}

const named = (page: PageText, label: RegExp) => {
  const own = new RegExp(`^(?:${label.source})`)
  const lines = page.lines.filter(({ text }) => own.test(text))
  return behindLabel(page, own, /(?<=:|^)([\p{Script=Han}A-Za-z0-9()·]{2,})$/u, lines)
}

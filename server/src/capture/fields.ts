import { decimalToFen, isFen, parseDecimal, parseYuan } from '@piaoma/shared/money'
import {
  type FieldPlace,
  type FieldSource,
  parseInvoiceDate,
  type ReceivedFieldName,
  type ReceivedFields,
} from '@piaoma/shared/received'
import { normaliseTaxpayerId } from '@piaoma/shared/taxpayer'

type TextName = Exclude<ReceivedFieldName, MoneyName | DateName>
type MoneyName = Extract<ReceivedFieldName, `${string}Fen`>
type DateName = 'issuedOn' | 'travelOn'

/** Blanks around and line breaks inside are never part of a printed value. */
const plain = (text: string) => text.replace(/[\r\n\t]+/g, ' ').trim()

/** `¥1,234.50`, `CNY 477.06`, `￥ 9.22` in fen; `undefined` for words, `***` and nothing. */
export function readMoney(text: string): number | undefined {
  return parseYuan(text.replace(/[\s¥￥]|CNY|RMB|人民币/g, ''))
}

/** An amount that may have more than two decimals, as on lines: rounded half up to fen. */
export function readLineMoney(text: string): number | undefined {
  const exact = readMoney(text)
  if (exact !== undefined) return exact
  const decimal = parseDecimal(text.replace(/[\s,¥￥]/g, ''))
  const fen = decimal && decimalToFen(decimal)
  return isFen(fen) ? fen : undefined
}

/** Whether tax or rate is printed as a word for "none": `***`, 免税, 不征税, empty. */
export const isNoTax = (text: string): boolean =>
  /^(?:\*+|免税|不征税|[-—]+|)$/.test(text.replace(/[\s¥￥]/g, ''))

/** Collects the fields that one reader finds; the first value of a name stays. Empty texts are no values. */
export class FieldCollector {
  readonly fields: ReceivedFields = {}

  constructor(
    readonly source: FieldSource,
    readonly confidence: number,
  ) {}

  has(name: ReceivedFieldName): boolean {
    return this.fields[name] !== undefined
  }

  text(name: TextName, text: string | undefined, place?: FieldPlace): void {
    const value = plain(text ?? '')
    if (value === '' || this.has(name)) return
    this.#put(name, NORMALISE[name]?.(value) ?? value, place)
  }

  money(name: MoneyName, text: string | undefined, place?: FieldPlace): void {
    const value = readMoney(text ?? '')
    if (value !== undefined) this.fen(name, value, place)
  }

  fen(name: MoneyName, value: number, place?: FieldPlace): void {
    if (!this.has(name)) this.#put(name, value, place)
  }

  date(name: DateName, text: string | undefined, place?: FieldPlace): void {
    const value = parseInvoiceDate(text ?? '')
    if (value !== undefined && !this.has(name)) this.#put(name, value, place)
  }

  /** 税额 as printed: a word for "none" is 0 when a total or an amount says that there is an invoice. */
  tax(text: string | undefined, place?: FieldPlace): void {
    if (text === undefined) return
    if (isNoTax(text)) this.fen('taxFen', 0, place)
    else this.money('taxFen', text, place)
  }

  #put(name: ReceivedFieldName, value: string | number, place?: FieldPlace): void {
    const field = { value, confidence: this.confidence, source: this.source, ...(place ? { place } : {}) }
    Object.assign(this.fields, { [name]: field })
  }
}

const digitsOnly = (text: string) => text.replace(/\s/g, '')
/** 纳税人识别号 as compared: capitals, no blanks; a row of the label's dashes or asterisks is none. */
const NORMALISE: Partial<Record<ReceivedFieldName, (text: string) => string>> = {
  code: digitsOnly,
  number: digitsOnly,
  checkCode: digitsOnly,
  machineNumber: digitsOnly,
  ticketNumber: digitsOnly,
  buyerTaxpayerId: normaliseTaxpayerId,
  sellerTaxpayerId: normaliseTaxpayerId,
}

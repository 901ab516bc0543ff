import type { ReceivedKind } from '@piaoma/shared/received'
import { isAskableOn, TRIES_A_DAY, type VerifyQuestion, verifyNeeds } from '@piaoma/shared/received-rules'
import { z } from 'zod'

const fen = z.int()
/** An invoice as the tax side has it. */
export const factSchema = z.strictObject({
  kind: z.string().transform((kind) => kind as ReceivedKind),
  code: z.string().optional(),
  number: z.string(),
  issuedOn: z.iso.date(),
  amountFen: fen,
  taxFen: fen,
  totalFen: fen,
  checkCode: z.string().optional(),
  buyerName: z.string(),
  buyerTaxpayerId: z.string().optional(),
  sellerName: z.string(),
  sellerTaxpayerId: z.string(),
  lines: z
    .array(z.strictObject({ name: z.string(), amountFen: fen, taxFen: fen, taxRate: z.string() }))
    .default([]),
  remark: z.string().optional(),
  state: z.enum(['normal', 'voided', 'reversed', 'partly_reversed']).default('normal'),
})
export type Fact = z.output<typeof factSchema>
export type FactInput = z.input<typeof factSchema>

export type DeskAnswer =
  | { result: 'found'; fact: Fact; tries: number }
  | { result: 'mismatch' | 'no_record' | 'limit' | 'not_yet' | 'too_old'; tries: number }

/** The 查验 desk behind every door: compares, counts five tries an invoice a day, knows no invoice too early. */
export interface Desk {
  ask(question: Omit<VerifyQuestion, 'kind'> & { kind?: ReceivedKind }): DeskAnswer
}

const YEARS = 5

export function createDesk(
  find: (code: string | undefined, number: string) => Fact | undefined,
  today: () => string,
): Desk {
  const counts = new Map<string, number>()
  return {
    ask(question) {
      const day = today()
      const key = `${day}|${question.code ?? ''}|${question.number}`
      const before = counts.get(key) ?? 0
      if (before >= TRIES_A_DAY) return { result: 'limit', tries: before }
      if (question.issuedOn < `${Number(day.slice(0, 4)) - YEARS}${day.slice(4)}`) {
        return { result: 'too_old', tries: before }
      }
      const fact = find(question.code, question.number)
      const kind = fact?.kind ?? question.kind ?? 'digital_normal'
      if (question.issuedOn === day && !isAskableOn(kind, question.issuedOn, day)) {
        return { result: 'not_yet', tries: before }
      }
      const tries = before + 1
      counts.set(key, tries)
      if (!fact) return { result: 'no_record', tries }
      return isAgreeing(fact, question) ? { result: 'found', fact, tries } : { result: 'mismatch', tries }
    },
  }
}

/** Every value that the kind asks for must be there and right. */
function isAgreeing(fact: Fact, question: Parameters<Desk['ask']>[0]): boolean {
  if (fact.issuedOn !== question.issuedOn) return false
  return (verifyNeeds(fact.kind) ?? []).every((name) =>
    name === 'checkCode'
      ? question.checkCode !== undefined && fact.checkCode?.slice(-6) === question.checkCode
      : question[name] === fact[name],
  )
}

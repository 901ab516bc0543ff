import { usccCheckDigit } from '@piaoma/shared/taxpayer'

/** A well-formed but invented 统一社会信用代码 from its first 17 characters. */
export const usccWithCheckDigit = (first17: string): string => first17 + usccCheckDigit(first17)

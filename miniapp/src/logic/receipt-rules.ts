import type { RuleSettingsView } from '@piaoma/shared/contract'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { Issue } from './line-draft'

type Levels = RuleSettingsView['levels']
/** A rule for received invoices. */
export type Rule = keyof Levels

/** The rules as they are set: what belongs together stands together. */
export const RULE_GROUPS = [
  { name: 'title', rules: ['buyer_title', 'buyer_taxpayer_id', 'personal_title'] },
  { name: 'truth', rules: ['not_verified', 'not_valid', 'seal_changed'] },
  { name: 'seller', rules: ['seller_blacklist', 'consecutive'] },
  { name: 'amount', rules: ['age', 'over_amount', 'weekend'] },
  { name: 'goods', rules: ['sensitive_goods', 'special_missing'] },
] as const satisfies readonly { name: string; rules: readonly Rule[] }[]

/** A title of the company as it is typed. */
export interface TitleDraft {
  name: string
  taxpayerId: string
}

/** The rules as they are typed: money in yuan, lists one a line. */
export interface RuleDraft {
  levels: Levels
  titles: TitleDraft[]
  blacklist: string
  sensitiveWords: string
  consecutiveWithin: string
  maxAgeDays: string
  maxTotal: string
  specialAbove: string
}

/** The settings as they are typed. */
export function draftOf(settings: RuleSettingsView): RuleDraft {
  return {
    levels: settings.levels,
    titles: settings.titles,
    blacklist: settings.blacklist.join('\n'),
    sensitiveWords: settings.sensitiveWords.join('\n'),
    consecutiveWithin: String(settings.consecutiveWithin),
    maxAgeDays: String(settings.maxAgeDays),
    maxTotal: formatYuan(settings.maxTotalFen),
    specialAbove: formatYuan(settings.specialAboveFen),
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,，、;；]/)
    .map((line) => line.trim())
    .filter(Boolean)

const isWhole = (text: string, max: number): boolean =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= max

/** Everything that is wrong with what is typed, by the paths of the contract. */
export function ruleIssues(draft: RuleDraft): Issue[] {
  const wrong: [isWrong: boolean, path: string, code: string][] = [
    ...draft.titles.flatMap((title, index): [boolean, string, string][] => [
      [title.name.trim() === '', `titles.${index}.name`, 'field.required'],
      [
        !/^[0-9A-Za-z]{15,20}$/.test(title.taxpayerId.trim()),
        `titles.${index}.taxpayerId`,
        'received.taxpayer_id_form',
      ],
    ]),
    [!isWhole(draft.consecutiveWithin, 20), 'consecutiveWithin', 'number.form'],
    [!isWhole(draft.maxAgeDays, 3_650), 'maxAgeDays', 'number.form'],
    [!((parseYuan(draft.maxTotal) ?? 0) > 0), 'maxTotalFen', 'number.form'],
    [!((parseYuan(draft.specialAbove) ?? 0) > 0), 'specialAboveFen', 'number.form'],
    [linesOf(draft.blacklist).some((line) => line.length > 100), 'blacklist', 'text.too_long'],
    [linesOf(draft.sensitiveWords).some((line) => line.length > 20), 'sensitiveWords', 'text.too_long'],
  ]
  return wrong.flatMap(([isWrong, path, code]) => (isWrong ? [{ path, code }] : []))
}

/** What is typed as the contract takes it; to be asked only when nothing is wrong. */
export function settingsOf(draft: RuleDraft): RuleSettingsView {
  return {
    levels: draft.levels,
    titles: draft.titles.map(({ name, taxpayerId }) => ({
      name: name.trim(),
      taxpayerId: taxpayerId.trim().toUpperCase(),
    })),
    blacklist: linesOf(draft.blacklist),
    sensitiveWords: linesOf(draft.sensitiveWords),
    consecutiveWithin: Number(draft.consecutiveWithin),
    maxAgeDays: Number(draft.maxAgeDays),
    maxTotalFen: parseYuan(draft.maxTotal) ?? 0,
    specialAboveFen: parseYuan(draft.specialAbove) ?? 0,
  }
}

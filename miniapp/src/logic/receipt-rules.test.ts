import { ruleSettings } from '@piaoma/shared/contract'
import { DEFAULT_RULES, RULES } from '@piaoma/shared/received-rules'
import { expect, test } from 'vitest'
import { draftOf, RULE_GROUPS, ruleIssues, settingsOf } from './receipt-rules'

const SETTINGS = {
  ...DEFAULT_RULES,
  titles: [{ name: '上海示例贸易有限公司', taxpayerId: '91310115MA1K2X3Y4Z' }],
}

test('every rule can be set, once', () => {
  expect(RULE_GROUPS.flatMap(({ rules }) => [...rules]).sort()).toEqual([...RULES].sort())
})

test('what is not touched is sent back as it came', () => {
  expect(ruleIssues(draftOf(SETTINGS))).toEqual([])
  expect(ruleSettings.parse(settingsOf(draftOf(SETTINGS)))).toEqual(SETTINGS)
})

test('lists are typed one a line, with commas too; money in yuan', () => {
  const draft = { ...draftOf(SETTINGS), blacklist: ' 甲公司 \n乙公司，丙公司\n', maxTotal: '2000.5' }
  expect(settingsOf(draft)).toMatchObject({
    blacklist: ['甲公司', '乙公司', '丙公司'],
    maxTotalFen: 200_050,
  })
})

test('what is wrong is told at its field', () => {
  const draft = {
    ...draftOf(SETTINGS),
    titles: [{ name: ' ', taxpayerId: '123' }],
    maxAgeDays: '0',
    maxTotal: '一千',
    sensitiveWords: '一'.repeat(21),
  }
  expect(ruleIssues(draft).map(({ path }) => path)).toEqual([
    'titles.0.name',
    'titles.0.taxpayerId',
    'maxAgeDays',
    'maxTotalFen',
    'sensitiveWords',
  ])
})

import { type Color, ellipseSteps, type Mark, outlineSteps, textMark } from './marks'

/**
 * What a page is: `issued` (drawn for a channel that leaves rendering to the issuer), `simulated` (made by the bureau
 * simulator), `preview` (not issued yet) or `drawn` (the layout of an invoice that came as data only).
 */
export type Standing = 'issued' | 'simulated' | 'preview' | 'drawn'

const PALE_RED: Color = [250, 235, 235]
const PALE_GREY: Color = [236, 239, 244]
const SEAL_RED: Color = [214, 60, 60]
const NOTICE_RED: Color = [190, 30, 30]

/** The large pale word across the page, beneath everything else. */
export function backgroundMarks(standing: Standing): Mark[] {
  if (standing === 'issued' || standing === 'drawn') return []
  const [word, fill] = standing === 'simulated' ? ['模拟', PALE_RED] : ['预览', PALE_GREY]
  return [{ kind: 'path', steps: outlineSteps(word, [105, 76], 76, -18), fill: fill as Color }]
}

/**
 * The place of the supervision seal (发票监制章). The seal belongs to the tax bureau and is never drawn; the
 * simulator shows an empty oval that says 模拟.
 */
export function ornamentMarks(standing: Standing): Mark[] {
  if (standing !== 'simulated') return []
  return [
    { kind: 'path', steps: ellipseSteps(105, 18.2, 14.8, 9.8), stroke: SEAL_RED, lineWidth: 0.8 },
    { kind: 'path', steps: ellipseSteps(105, 18.2, 13.4, 8.6), stroke: SEAL_RED, lineWidth: 0.2 },
    { kind: 'path', steps: outlineSteps('模拟', [105, 22.6], 4.6, 0), fill: SEAL_RED },
  ]
}

/** The line at the foot that says in words what the page is not. */
export function noticeMarks(standing: Standing): Mark[] {
  if (standing === 'issued') return []
  const [zh, en] = NOTICES[standing]
  return [textMark(`${zh}  ${en}`, 105, 137, { size: 2.5, align: 'center', color: NOTICE_RED })]
}

const NOTICES = {
  simulated: [
    '模拟开票：本页由税务局模拟器生成，不是发票，不得用于报销、入账或抵扣。',
    'SIMULATED, NOT A LEGAL INVOICE',
  ],
  preview: ['预览：发票尚未开具，内容以开具后的发票为准。', 'PREVIEW, NOT ISSUED YET'],
  drawn: [
    '按 XML 数据绘制的版式，仅供阅读，原件是 XML 文件。',
    'DRAWN FROM THE DATA; THE XML IS THE ORIGINAL',
  ],
} as const

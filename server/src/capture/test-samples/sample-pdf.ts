import PDFDocument from 'pdfkit'
import { openFont } from '../../documents/fonts'
import type { Page, Word } from '../layout/sheet'

/** Text at a place, in points from the top left; `y` is the baseline. */
export type Placed = readonly [x: number, y: number, text: string, size?: number]

/** Placed text as the words of a page, as a reader of PDF or OFD gives them. */
export function pageOf(
  placed: readonly Placed[],
  size: { width: number; height: number } = { width: 610, height: 394 },
): Page {
  const words = placed.map(([x, y, text, points = 9]): Word => {
    const width = Array.from(text).reduce(
      (sum, char) => sum + (char.charCodeAt(0) >= 0x2e80 ? points : points / 2),
      0,
    )
    return { text, x0: x, x1: x + width, y, size: points }
  })
  return { number: 1, ...size, words }
}

/** A PDF with text at places, and files embedded in it. */
export function pdfOf(
  pages: readonly (readonly Placed[])[],
  attachments: Record<string, Uint8Array> = {},
): Promise<Uint8Array> {
  const document = new PDFDocument({
    autoFirstPage: false,
    compress: true,
    info: { CreationDate: new Date(0) },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    document.on('error', reject)
  })
  document.registerFont('text', openFont('regular') as unknown as PDFKit.Mixins.PDFFontSource)
  for (const placed of pages) {
    document.addPage({ size: [610, 394], margin: 0 })
    for (const [x, y, text, size = 9] of placed) {
      document.font('text').fontSize(size).text(text, x, y, { lineBreak: false, baseline: 'alphabetic' })
    }
  }
  for (const [name, bytes] of Object.entries(attachments)) {
    document.file(Buffer.from(bytes), { name, creationDate: new Date(0), modifiedDate: new Date(0) })
  }
  document.end()
  return done
}

/** A PDF written by hand: objects by number, for what no library would write. */
export function rawPdf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** 税控 form (family E): buyer above, seller below, 密码区 in between, the date in pieces between printed 年月日. */
export const TAX_CONTROL_FORM: readonly Placed[] = [
  [197, 40, '示例增值税电子普通发票', 20],
  [435, 20.6, '发票代码:'],
  [475, 20, '099002600111'],
  [435, 38, '发票号码:'],
  [475, 38, '12345678'],
  [434, 55.4, '开票日期:'],
  [477, 54, '2026'],
  [500.6, 55.3, '年'],
  [509.4, 54, '03'],
  [522, 55.3, '月'],
  [531, 54, '05'],
  [542, 55.2, '日'],
  [434, 71, '校 验 码:'],
  [475, 72, '12345 67890 12345 67890'],
  [31, 73, '机器编号:'],
  [75, 72, '661800000001'],
  [28.8, 101, '购'],
  [28.7, 116.7, '买'],
  [28.7, 132.6, '方'],
  [352.7, 97.6, '密'],
  [352.8, 117, '码'],
  [352.6, 136.5, '区'],
  [382, 96, '4+1/9>2927961*52658<-263<<4', 12],
  [382, 111, '55/94>9672173152>+697308768', 12],
  [48.4, 94.4, '名'],
  [93.4, 94.4, '称:'],
  [108, 93, '杭州示例科技有限责任公司'],
  [48.5, 109.7, '纳税人识别号:'],
  [108, 108, '91310000MA1FGHJK2J', 12],
  [48.6, 124.8, '地 址、电 话:'],
  [108, 124, '杭州市示例路99号 0571-00000000'],
  [48.5, 139.8, '开户行及账号:'],
  [44, 155, '货物或应税劳务、服务名称'],
  [180, 155, '规格型号'],
  [227, 155, '单位'],
  [275, 155, '数 量'],
  [344, 155, '单 价'],
  [423, 155.8, '金'],
  [441, 155.8, '额'],
  [483.6, 155.3, '税率'],
  [536.7, 155.8, '税'],
  [554.7, 155.8, '额'],
  [27, 169, '*印刷品*示例图书从入门到精通之'],
  [178, 169, '无'],
  [232.5, 169, '本'],
  [312.8, 169, '2'],
  [367, 169, '100.00'],
  [451, 169, '200.00'],
  [490, 169, '3%'],
  [575, 169, '6.00'],
  [27, 181, '第二版'],
  [27, 193, '*印刷品*示例图书从入门到精通之'],
  [447, 193, '-50.00'],
  [490, 193, '3%'],
  [571, 193, '-1.50'],
  [27, 205, '第二版'],
  [61, 265, '合'],
  [101.8, 265, '计'],
  [427, 268, '¥150.00', 12],
  [554, 268, '¥4.50', 12],
  [61, 284, '价税合计(大写)'],
  [190, 284, '壹佰伍拾肆圆伍角整'],
  [448, 283.6, '(小写)'],
  [474, 284, '¥154.50', 12],
  [29.4, 309.9, '销'],
  [29.4, 323.6, '售'],
  [29.4, 338.2, '方'],
  [351.9, 309.8, '备'],
  [351.9, 340.2, '注'],
  [370, 302, '订单号:1234567890'],
  [47.7, 303, '名'],
  [92.7, 303, '称:'],
  [108, 303, '江南示例书店（个体工商户）'],
  [48, 317, '纳税人识别号:'],
  [108, 317, '91440300MA5EK4A02K', 12],
  [33, 364, '收款人:'],
  [65, 364, '王某'],
  [192, 364, '复核:'],
  [215, 364, '李某'],
  [314, 364, '开票人:'],
  [347, 364, '张某'],
  [436, 364, '销售方:(章)'],
]

/** 数电票 (families A to D): parties side by side, the tax number of one on a line of its own, a long name in two lines. */
export const DIGITAL_FORM: readonly Placed[] = [
  [202, 39, '电子发票（普通发票）', 20],
  [95, 46, '成品油'],
  [440, 39.6, '发票号码：'],
  [485.9, 39.6, '26440000000012345678'],
  [440, 56.6, '开票日期：'],
  [485.9, 56.6, '2026年03月05日'],
  [17, 100, '购'],
  [17, 110, '买'],
  [17, 120, '方'],
  [17, 130, '信'],
  [17, 140, '息'],
  [301, 100, '销'],
  [301, 110, '售'],
  [301, 120, '方'],
  [301, 130, '信'],
  [301, 140, '息'],
  [32, 104, '名称：'],
  [56, 103, '杭州示例科技有限责任公司'],
  [32, 132, '统一社会信用代码/纳税人识别号：'],
  [40, 146, '91310000MA1FGHJK2J', 12],
  [316, 104, '名称：'],
  [343, 99, '江南示例石油销售股份有限公司示例省示例市'],
  [343, 109, '第一分公司'],
  [316, 132, '统一社会信用代码/纳税人识别号：'],
  [451, 132, '91440300MA5EK4A02K', 12],
  [44, 157, '项目名称'],
  [116, 157, '规格型号'],
  [191, 157, '单'],
  [209, 157, '位'],
  [265, 157, '数'],
  [283, 157, '量'],
  [336, 157, '单'],
  [354, 157, '价'],
  [407, 157, '金'],
  [425, 157, '额'],
  [444, 157, '税率/征收率'],
  [550, 157, '税'],
  [568, 157, '额'],
  [12.5, 170, '*汽油*92号车用乙醇 92号'],
  [200, 170, '升'],
  [242, 170, '37.78337531'],
  [318, 170, '7.02663533'],
  [407, 170, '265.49'],
  [462, 170, '13%'],
  [559, 170, '34.51'],
  [12.5, 183, '汽油(E10)'],
  [57, 270, '合'],
  [102, 270, '计'],
  [405, 270, '¥265.49'],
  [556, 270, '¥34.51'],
  [49, 288, '价税合计（大写）'],
  [174, 286, '叁佰圆整'],
  [401, 288, '（小写）'],
  [438, 286, '¥300.00'],
  [17, 316, '备'],
  [17, 336, '注'],
  [31, 305, '收款人：熊某;'],
  [57, 375, '开票人:'],
  [91, 375, '陈某'],
]

/** 铁路电子客票 as printed since 2024: a price, no amount and no tax. */
export const RAIL_FORM: readonly Placed[] = [
  [182, 40, '电子发票（铁路电子客票）', 20],
  [30, 60, '发票号码:26119110001234567890'],
  [440, 60, '开票日期:2026年03月05日'],
  [120, 110, '北京南站', 18],
  [280, 105, 'G101', 14],
  [400, 110, '上海虹桥站', 18],
  [30, 150, '2026年02月28日'],
  [125, 150, '06:36开'],
  [220, 150, '05车12F号'],
  [320, 150, '二等座'],
  [30, 180, '票价:'],
  [62, 180, '￥662.00', 14],
  [30, 210, '1101011990****0011'],
  [220, 210, '张某某'],
  [30, 250, '电子客票号:1234567890123456789012345'],
  [30, 280, '购买方名称:杭州示例科技有限责任公司'],
  [320, 280, '统一社会信用代码:91310000MA1FGHJK2J'],
]

/** 财政票据: labels with their values on the right. */
export const FISCAL_FORM: readonly Placed[] = [
  [200, 40, '示例省医疗门诊收费票据（电子）', 16],
  [30, 70, '票据代码：33060126'],
  [400, 70, '票据号码：0012345678'],
  [30, 90, '交款人统一社会信用代码：'],
  [400, 90, '校验码：a1b2c3'],
  [30, 110, '交款人：张某某'],
  [400, 110, '开票日期：2026-03-05'],
  [30, 250, '金额合计（大写）壹佰叁拾叁元整'],
  [400, 250, '（小写）133.00'],
  [30, 350, '收款单位（章）：示例市第一人民医院'],
  [300, 350, '复核人：李某'],
  [450, 350, '收款人：王某'],
]

/** 航空行程单: labels above their values. */
export const AIR_FORM: readonly Placed[] = [
  [160, 37, '电子发票（航空运输电子客票行程单）', 16],
  [20, 80, '发票号码：26440000081234567890'],
  [20, 100, '旅客姓名'],
  [20, 120, '张某某'],
  [130, 100, '有效身份证件号码'],
  [130, 120, '110101********0011'],
  [124, 141, '承运人'],
  [174, 141, '航班号'],
  [218, 141, '座位等级'],
  [274, 141, '日期'],
  [320, 141, '时间'],
  [25, 156, '自:'],
  [40, 156, '合肥 HFE'],
  [128, 164, '示航'],
  [172, 164, 'XX8866'],
  [262, 164, '2026-02-28'],
  [25, 171, '至:'],
  [40, 171, '广州 CAN'],
  [114, 313, '票价'],
  [133, 328, 'CNY 477.06'],
  [179, 313, '燃油附加费'],
  [202, 328, 'CNY 45.87'],
  [244, 313, '增值税税率'],
  [278, 328, '9%'],
  [290, 313, '增值税税额'],
  [313, 328, 'CNY 47.07'],
  [355, 313, '民航发展基金'],
  [378, 328, 'CNY 50.00'],
  [420, 313, '其他税费'],
  [447, 328, 'CNY 0.00'],
  [484, 313, '合计'],
  [529, 328, 'CNY 620.00'],
  [20, 347, '电子客票号码：'],
  [80, 347, '7841234567890'],
  [20, 369, '填开单位：'],
  [70, 369, '示例航空股份有限公司'],
  [400, 369, '填开日期：'],
  [450, 369, '2026-03-05'],
  [20, 391, '购买方名称：'],
  [75, 391, '杭州示例科技有限责任公司'],
  [300, 391, '统一社会信用代码/纳税人识别号：'],
  [460, 391, '91310000MA1FGHJK2J'],
]

/** Province-level regions of GB/T 2260 by their first two digits, as the bureau's name writes them. */
const PROVINCES: Readonly<Record<string, string>> = {
  '11': '北京市',
  '12': '天津市',
  '13': '河北省',
  '14': '山西省',
  '15': '内蒙古自治区',
  '21': '辽宁省',
  '22': '吉林省',
  '23': '黑龙江省',
  '31': '上海市',
  '32': '江苏省',
  '33': '浙江省',
  '34': '安徽省',
  '35': '福建省',
  '36': '江西省',
  '37': '山东省',
  '41': '河南省',
  '42': '湖北省',
  '43': '湖南省',
  '44': '广东省',
  '45': '广西壮族自治区',
  '46': '海南省',
  '50': '重庆市',
  '51': '四川省',
  '52': '贵州省',
  '53': '云南省',
  '54': '西藏自治区',
  '61': '陕西省',
  '62': '甘肃省',
  '63': '青海省',
  '64': '宁夏回族自治区',
  '65': '新疆维吾尔自治区',
}

/** 计划单列市: cities with a tax bureau of their own, by the first four digits. */
const CITIES: Readonly<Record<string, string>> = {
  '2102': '大连市',
  '3302': '宁波市',
  '3502': '厦门市',
  '3702': '青岛市',
  '4403': '深圳市',
}

/** The tax bureau of a seller. */
export interface Bureau {
  /** Four digits of the region, `4400` or `4403`. */
  region: string
  /** Eleven digits. */
  code: string
  name: string
}

/**
 * The bureau of an 18-character 统一社会信用代码, whose characters 3–8 are the region (GB 32100-2015). `undefined`
 * for other forms of tax number and for unknown regions.
 */
export function bureauOf(taxpayerId: string | undefined): Bureau | undefined {
  if (!taxpayerId || !/^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(taxpayerId)) return undefined
  const city = CITIES[taxpayerId.slice(2, 6)]
  const province = PROVINCES[taxpayerId.slice(2, 4)]
  const place = city ?? province
  if (!place) return undefined
  const region = city ? taxpayerId.slice(2, 6) : `${taxpayerId.slice(2, 4)}00`
  return { region, code: `1${region}000000`, name: `国家税务总局${place}税务局` }
}

import type { ChannelLimits } from '../../issuing/tax-channel'

/**
 * Field limits of 诺税通 (NuoNuo open platform, requestBillingNew, field table): byte counts are GBK bytes.
 * The amount limit of one invoice depends on the taxpayer and is not published, hence 0.
 */
export const NUONUO_LIMITS: ChannelLimits = {
  maxLines: 2000,
  maxAmountFen: 0,
  text: {
    buyerName: { gbkBytes: 100 },
    taxpayerId: { characters: 20 },
    addressAndPhone: { characters: 100 },
    bankAndAccount: { characters: 100 },
    lineName: { gbkBytes: 90 },
    specification: { gbkBytes: 40 },
    unit: { gbkBytes: 20 },
    remark: { gbkBytes: 230 },
    drawer: { gbkBytes: 20 },
  },
}

/** 订单号 of requestBillingNew: at most 20 characters, unique per taxpayer. */
export const NUONUO_ORDER_NO_LENGTH = 20

/** 单价 and 数量: at most 8 decimals and 16 characters. */
export const NUONUO_DECIMAL = { decimals: 8, characters: 16 } as const

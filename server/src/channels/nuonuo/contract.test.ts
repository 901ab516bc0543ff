import { describeTaxChannel } from '../channel-contract'
import { APP, SELLER, startOpposite } from './simulator-harness'

describeTaxChannel('NuoNuo', async () => {
  const opposite = await startOpposite({ tokenRation: 10_000 })
  const { control, order, newChannel, end } = opposite
  return {
    channel: opposite.channel,
    deadChannel: newChannel({
      gatewayUrl: 'http://127.0.0.1:1/open/v1/services',
      tokenUrl: 'http://127.0.0.1:1/accessToken',
      tokenStore: undefined,
    }),
    fault: async (fault, times) => {
      await control.addFault({ ...fault, times })
    },
    clearFaults: () => control.removeFaults(),
    issued: async (serial) => {
      const { invoices } = await control.ledger({ taxNum: SELLER.taxNum, serial })
      return invoices.map(({ number, totalFen }) => ({ number, totalFen }))
    },
    order,
    setOperator: async (operator) => {
      await control.putTaxpayer({ taxNum: SELLER.taxNum, operator })
    },
    setQuotaFen: async (quotaFen) => {
      await control.putTaxpayer({ taxNum: SELLER.taxNum, quotaFen })
    },
    numberIn: (bytes) => /of (\d{20}) /.exec(new TextDecoder().decode(bytes))?.[1] ?? '',
    secrets: [APP.appSecret],
    end,
  }
})

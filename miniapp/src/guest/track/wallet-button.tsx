import type { ApplicationView } from '@piaoma/shared/contract'
import Taro from '@tarojs/taro'
import { useAction } from '@/api/use-action'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { useWords } from '@/words'
import { call } from '../call'

/** 微信卡包, when the service offers it: the person authorises on WeChat's own page. */
export function WalletButton(props: { view: ApplicationView; invoice: ApplicationView['invoices'][number] }) {
  const words = useWords()
  const { wallet, token } = props.view
  const add = useAction(async () => {
    const offer = await call('POST /api/v1/applications/:token/wallet', {
      params: { token },
      body: { source: 'miniapp' },
    })
    if (!offer.appId) return
    // Whoever stays here has not failed.
    await Taro.navigateToMiniProgram({ appId: offer.appId, path: offer.url }).catch(() => undefined)
  })
  if (!wallet) return null
  const card = wallet.cards.find(({ number }) => number === props.invoice.number)
  if (card && !(wallet.canAdd && ['offered', 'declined', 'failed'].includes(card.status)))
    return <Box className="guest-wallet quiet">{words.guest.walletStates[card.status]}</Box>
  if (!wallet.canAdd) return null
  return (
    <Box className="guest-wallet">
      <Button isWide isBusy={add.isBusy} onTap={add.run}>
        {words.guest.wallet}
      </Button>
    </Box>
  )
}

import type { ApplicationView } from '@piaoma/shared/contract'
import { useEffect, useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { opensHere } from '../platform/wechat'
import { useAllWords } from '../words'

type WalletView = NonNullable<ApplicationView['wallet']>

interface WalletProps {
  token: string
  wallet: WalletView
  onChange: (wallet: WalletView) => void
}

/** How OAuth ended, from the address; once. */
function ending(): string | undefined {
  const [, value] = /[?&]wallet=(go|snapshot|failed)\b/.exec(location.search) ?? []
  if (value) history.replaceState(null, '', location.pathname)
  return value
}

/** 微信卡包: asks WeChat's page of the guest, and says honestly what became of each card. */
export function Wallet({ token, wallet, onChange }: WalletProps) {
  const t = useAllWords()
  const [isOpening, setOpening] = useState(false)
  const [error, setError] = useState<string>()

  const open = async () => {
    if (isOpening) return
    setOpening(true)
    setError(undefined)
    try {
      const offer = await call('POST /api/v1/applications/:token/wallet', {
        params: { token },
        body: { source: 'web' },
      })
      onChange(offer.wallet)
      if (offer.url) location.assign(offer.url)
    } catch (caught) {
      const problem = problemOf(caught)
      setError(problem.status === 0 ? t.offlineBody : problem.detail || problem.title)
    } finally {
      setOpening(false)
    }
  }
  useEffect(() => {
    const how = ending()
    if (how === 'go') void open()
    else if (how === 'snapshot') setError(t.walletSnapshot)
    else if (how) setError(t.walletUnproven)
  }, [])

  const words = {
    offered: t.walletOffered,
    authorised: t.walletMoving,
    uploading: t.walletMoving,
    inserting: t.walletMoving,
    unknown: t.walletUnknown,
    inserted: t.walletInserted,
    declined: t.walletDeclined,
    failed: t.walletFailed,
    cancelled: t.walletCancelled,
  }
  const wordsOf = ({ status, isOtherWay }: WalletView['cards'][number]) =>
    status === 'offered' && isOtherWay ? t.walletOtherWay : words[status]
  const isHere = opensHere(wallet.place)
  // Nothing is in and nothing can be done from here: no section at all.
  if (wallet.cards.length === 0 && !wallet.canAdd) return null
  const hasSome = wallet.cards.some(({ status }) => status === 'inserted')
  return (
    <section class="card" aria-labelledby="wallet-title">
      <h2 id="wallet-title">{t.wallet}</h2>
      <div role="status">
        {wallet.cards.map((card) => (
          <p key={card.number}>
            {wallet.cards.length > 1 && <small>{card.number} </small>}
            {wordsOf(card)}
          </p>
        ))}
      </div>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {wallet.canAdd && !isHere && <p class="hint">{t.walletInWechat}</p>}
      {wallet.canAdd && isHere && (
        <button type="button" class="button" aria-disabled={isOpening} onClick={open}>
          {isOpening ? t.walletOpening : hasSome ? t.walletAddNext : t.walletAdd}
        </button>
      )}
    </section>
  )
}

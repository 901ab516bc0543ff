import type { ApplicationView } from '@piaoma/shared/contract'
import { useEffect, useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
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
    else if (how) setError(t.walletFailed)
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
  const hasSome = wallet.cards.some(({ status }) => status === 'inserted')
  return (
    <section class="card" aria-labelledby="wallet-title">
      <h2 id="wallet-title">{t.wallet}</h2>
      <div role="status">
        {wallet.cards.map(({ number, status }) => (
          <p key={number}>
            {wallet.cards.length > 1 && <small>{number} </small>}
            {words[status]}
          </p>
        ))}
      </div>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {wallet.canAdd && (
        <button type="button" class="button" aria-disabled={isOpening} onClick={open}>
          {isOpening ? t.walletOpening : hasSome ? t.walletAddNext : t.walletAdd}
        </button>
      )}
    </section>
  )
}

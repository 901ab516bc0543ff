import type { ApplicationView } from '@piaoma/shared/contract'
import { useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { focusOn } from '../ui/announce'
import { useAllWords } from '../words'

interface WithdrawProps {
  token: string
  onWithdrawn: (view: ApplicationView) => void
}

/** Takes the application back while nobody has approved it, after asking once on the spot. */
export function Withdraw({ token, onWithdrawn }: WithdrawProps) {
  const t = useAllWords()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')

  const ask = (isOpen: boolean) => {
    setAsking(isOpen)
    setTrouble('')
    focusOn(isOpen ? 'withdraw-title' : 'withdraw')
  }
  const withdraw = async () => {
    if (isBusy) return
    setBusy(true)
    setTrouble('')
    try {
      onWithdrawn(await call('POST /api/v1/applications/:token/withdraw', { params: { token } }))
      focusOn('page-title')
    } catch (error) {
      const problem = problemOf(error)
      setTrouble(problem.status === 0 ? t.offlineBody : problem.detail || problem.title)
      setBusy(false)
    }
  }

  if (!isAsking) {
    return (
      <button type="button" id="withdraw" class="button ghost" onClick={() => ask(true)}>
        {t.withdraw}
      </button>
    )
  }
  return (
    <section class="card" aria-labelledby="withdraw-title">
      <h2 id="withdraw-title" tabIndex={-1}>
        {t.withdrawTitle}
      </h2>
      <p>{t.withdrawBody}</p>
      <div role="alert">{trouble && <p class="alert">{trouble}</p>}</div>
      <div class="pair">
        <button type="button" class="button bad" aria-disabled={isBusy} onClick={withdraw}>
          {t.withdrawConfirm}
        </button>
        <button type="button" class="button second" onClick={() => ask(false)}>
          {t.withdrawKeep}
        </button>
      </div>
    </section>
  )
}

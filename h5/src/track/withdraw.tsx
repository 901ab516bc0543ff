import type { ApplicationView } from '@piaoma/shared/contract'
import { useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { Sheet } from '../ui/sheet'
import { useWords } from '../words'

interface WithdrawProps {
  token: string
  onWithdrawn: (view: ApplicationView) => void
}

/** Takes the application back while nobody has approved it, after asking once. */
export function Withdraw({ token, onWithdrawn }: WithdrawProps) {
  const t = useWords()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')

  const withdraw = async () => {
    if (isBusy) return
    setBusy(true)
    setTrouble('')
    try {
      const view = await call('POST /api/v1/applications/:token/withdraw', { params: { token } })
      setOpen(false)
      onWithdrawn(view)
    } catch (error) {
      const problem = problemOf(error)
      setTrouble(problem.status === 0 ? t.offlineBody : problem.detail || problem.title)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <button type="button" class="button ghost" onClick={() => setOpen(true)}>
        {t.withdraw}
      </button>
      {isOpen && (
        <Sheet title={t.withdrawTitle} onClose={() => setOpen(false)}>
          <p>{t.withdrawBody}</p>
          <div role="alert">{trouble && <p class="alert">{trouble}</p>}</div>
          <div class="actions">
            <button type="button" class="button bad" aria-disabled={isBusy} onClick={withdraw}>
              {t.withdrawConfirm}
            </button>
            <button type="button" class="button second" onClick={() => setOpen(false)}>
              {t.withdrawKeep}
            </button>
          </div>
        </Sheet>
      )}
    </>
  )
}

import type { ApplicationView } from '@piaoma/shared/contract'
import { useAction } from '@/api/use-action'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { call } from '../call'
import { usePhrases } from '../words'

/** Takes back an application that nobody has approved yet. */
export function Withdraw(props: { token: string; onWithdrawn: (view: ApplicationView) => void }) {
  const t = usePhrases()
  const withdraw = useAction(async () => {
    const question = { title: t.withdrawTitle, text: t.withdrawBody, yes: t.withdrawConfirm, isDanger: true }
    if (!(await confirm(question))) return
    props.onWithdrawn(
      await call('POST /api/v1/applications/:token/withdraw', { params: { token: props.token } }),
    )
  })
  return (
    <Button look="quiet-danger" isBusy={withdraw.isBusy} onTap={withdraw.run}>
      {t.withdraw}
    </Button>
  )
}

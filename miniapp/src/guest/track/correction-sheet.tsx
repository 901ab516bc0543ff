import type { ApplicationView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { useAction } from '@/api/use-action'
import { copyText } from '@/platform'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { ChoiceCell } from '@/ui/cell'
import { Sheet } from '@/ui/sheet'
import { useWords } from '@/words'
import { CallStore } from '../parts/call-store'

/** What to say to the merchant when an invoice is wrong: only he can reverse it and issue it anew. */
export function CorrectionSheet(props: {
  isOpen: boolean
  onClose: () => void
  view: ApplicationView
  invoice: ApplicationView['invoices'][number]
}) {
  const { guest } = useWords()
  const [reason, setReason] = useState<string>()
  const text = guest.correctText(props.invoice.number, reason ?? '', props.view.buyerName)
  const copy = useAction(async () => {
    await copyText(text)
    props.onClose()
  })
  return (
    <Sheet
      title={guest.correctTitle}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Box className="guest-actions">
          <Button look="primary" isWide isDisabled={!reason} onTap={copy.run}>
            {guest.correctCopy}
          </Button>
          <CallStore phone={props.view.storePhone} />
        </Box>
      }
    >
      <Box className="guest-why">{guest.correctBody}</Box>
      {guest.correctReasons.map((each) => (
        <ChoiceCell
          key={each}
          role="radio"
          title={each}
          label={each}
          isChosen={reason === each}
          onTap={() => setReason(each)}
        />
      ))}
      {reason ? <Box className="guest-quote">{text}</Box> : null}
    </Sheet>
  )
}

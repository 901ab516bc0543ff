import type { ReceivedDetail } from '@piaoma/shared/contract'
import { type ReactNode, useState } from 'react'
import { cx } from '@/lib/class-names'
import { Box, Overlay, Tap, Text } from '@/primitives'
import { IconButton } from '@/ui/button'
import { useWords } from '@/words'
import type { FieldName } from './fields'
import { PagePicture } from './page-picture'

type Original = ReceivedDetail['originals'][number]

// Photos and PDF as they came; what is drawn from an OFD or XML comes after them.
const DRAWN = ['ofd', 'xml']

/** The originals that can be looked at, those that look as they came first. */
function picturesOf({ originals }: ReceivedDetail): Original[] {
  const shown = originals.filter(({ type }) => type !== 'qr' && type !== 'wallet')
  return [
    ...shown.filter(({ type }) => !DRAWN.includes(type)),
    ...shown.filter(({ type }) => DRAWN.includes(type)),
  ]
}

interface OriginalPictureProps {
  invoice: ReceivedDetail
  /** The field that is being looked at beside it. */
  marked: FieldName | undefined
}

/** The picture of an original with the places of its fields, one of several by choice; a tap enlarges it. */
export function OriginalPicture({ invoice, marked }: OriginalPictureProps) {
  const words = useWords()
  const originals = picturesOf(invoice)
  const [chosenId, setChosenId] = useState<string>()
  const [isLarge, setIsLarge] = useState(false)
  const shown = originals.find(({ captureId }) => captureId === chosenId) ?? originals[0]
  if (!shown) return null
  const page = { original: shown, doubtful: invoice.doubtful, marked }
  return (
    <Box className="original">
      <Tap className="original-tap" onTap={() => setIsLarge(true)}>
        <PagePicture {...page} className="original-picture" />
      </Tap>
      {originals.length > 1 ? (
        <Box className="original-choice" role="group" label={words.received.originals}>
          {originals.slice(0, 6).map((original, index) => (
            <Tap
              key={original.captureId}
              className={cx('chip', original === shown && 'chip-on')}
              isCurrent={original === shown}
              onTap={() => setChosenId(original.captureId)}
            >
              <Text>{`${index + 1} ${original.type.toUpperCase()}`}</Text>
            </Tap>
          ))}
        </Box>
      ) : null}
      {isLarge ? (
        <Large onClose={() => setIsLarge(false)}>
          <PagePicture {...page} className="large-picture" />
        </Large>
      ) : null}
    </Box>
  )
}

const ZOOMS = [100, 160, 240, 360]

function Large({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const words = useWords()
  const [step, setStep] = useState(1)
  return (
    <Overlay isOpen onClose={onClose} label={words.received.picture} className="overlay-full overlay-picture">
      <Box className="large-bar">
        <IconButton
          icon="minus"
          label={words.received.zoomOut}
          isDisabled={step === 0}
          onTap={() => setStep(step - 1)}
        />
        <Text className="number">{`${ZOOMS[step]}%`}</Text>
        <IconButton
          icon="plus"
          label={words.received.zoomIn}
          isDisabled={step === ZOOMS.length - 1}
          onTap={() => setStep(step + 1)}
        />
        <Box className="large-gap" />
        <IconButton icon="close" label={words.actions.close} onTap={onClose} />
      </Box>
      <Box className="large-area">
        <Box style={{ width: `${ZOOMS[step]}%` }}>{children}</Box>
      </Box>
    </Overlay>
  )
}

import { useIsWide } from '@/platform'
import { CAPTURE_WAYS } from '@/platform/received'
import type { CaptureWay } from '@/platform/types'
import { Box, Tap, Text } from '@/primitives'
import { Icon, type IconName } from '@/ui/icon'
import { useWords } from '@/words'

const ICONS: Readonly<Record<CaptureWay, IconName>> = {
  photo: 'camera',
  album: 'image',
  chat: 'chat',
  upload: 'upload',
  scan: 'scan',
  wallet: 'wallet',
}

interface WaysProps {
  /** Files are held over the page. */
  isHeld: boolean
  onTake: (way: CaptureWay) => void
}

/** Every way in: a camera first on a phone, a place to drop files on a desk. */
export function Ways(props: WaysProps) {
  const words = useWords()
  const isWide = useIsWide()
  return (
    <Box className="ways">
      {isWide ? <DropPlace {...props} /> : <PhoneWays {...props} />}
      <Box className="ways-note">{words.received.note}</Box>
      <Box className="ways-note">{words.received.tips}</Box>
    </Box>
  )
}

function PhoneWays({ onTake }: WaysProps) {
  const words = useWords()
  const others = CAPTURE_WAYS.filter((way) => way !== 'photo')
  return (
    <Box className="ways-body">
      <Tap className="ways-main" onTap={() => onTake('photo')}>
        <Icon name="camera" className="ways-main-icon" />
        <Text>{words.received.ways.photo}</Text>
      </Tap>
      <Box className="ways-others">
        {others.map((way) => (
          <Tap key={way} className="ways-other" onTap={() => onTake(way)}>
            <Icon name={ICONS[way]} className="ways-other-icon" />
            <Text className="ways-other-text">{words.received.ways[way]}</Text>
          </Tap>
        ))}
      </Box>
    </Box>
  )
}

function DropPlace({ isHeld, onTake }: WaysProps) {
  const words = useWords()
  return (
    <Tap className={isHeld ? 'drop drop-held' : 'drop'} onTap={() => onTake('upload')}>
      <Icon name="upload" className="drop-icon" />
      <Text className="drop-title">{isHeld ? words.received.dropNow : words.received.dropHere}</Text>
      <Text className="drop-note">{words.received.orChoose}</Text>
    </Tap>
  )
}

import type { ReactNode } from 'react'
import { Box, Heading, Overlay } from '@/primitives'
import { useWords } from '@/words'
import { IconButton } from './button'

/** A panel that comes from below on a phone and stands in the middle on a desk. */
export function Sheet(props: {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  isTall?: boolean
}) {
  const words = useWords()
  return (
    <Overlay
      isOpen={props.isOpen}
      onClose={props.onClose}
      label={props.title}
      className={props.isTall ? 'overlay-sheet overlay-tall' : 'overlay-sheet'}
    >
      <Box className="sheet">
        <Box className="sheet-head">
          <Heading level={2} className="sheet-title">
            {props.title}
          </Heading>
          <IconButton icon="close" label={words.actions.close} onTap={props.onClose} />
        </Box>
        <Box className="sheet-body">{props.children}</Box>
        {props.footer ? <Box className="sheet-foot">{props.footer}</Box> : null}
      </Box>
    </Overlay>
  )
}

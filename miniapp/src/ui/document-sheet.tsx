import { Box, DocumentFrame } from '@/primitives'
import { useWords } from '@/words'
import { Sheet } from './sheet'

/** A document over the page, with the way to keep it. */
export function DocumentSheet(props: {
  title: string
  name: string
  address: string | undefined
  onClose: () => void
}) {
  const words = useWords()
  if (!props.address) return null
  return (
    <Sheet title={props.title} isOpen onClose={props.onClose} isTall>
      <Box className="document">
        <DocumentFrame
          address={props.address}
          title={props.title}
          name={props.name}
          saveText={words.actions.download}
        />
      </Box>
    </Sheet>
  )
}

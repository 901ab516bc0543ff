import { Box, Text } from '@/primitives'
import { useWords } from '@/words'
import { IconButton } from './button'

/** A small whole number, one up or one down. */
export function Stepper(props: {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
}) {
  const words = useWords()
  const { label, value, onChange, min = 0 } = props
  return (
    <Box className="stepper">
      {value > min ? (
        <IconButton icon="minus" label={words.actions.less(label)} onTap={() => onChange(value - 1)} />
      ) : null}
      {value > min ? <Text className="stepper-value">{String(value)}</Text> : null}
      <IconButton icon="plus" label={words.actions.more(label)} onTap={() => onChange(value + 1)} />
    </Box>
  )
}

import { Box } from '@/primitives'
import { ChoiceCell } from './cell'
import { Sheet } from './sheet'

/** Choosing one value of a list. */
export function ChoiceSheet<Value extends string>(props: {
  title: string
  isOpen: boolean
  choices: readonly { value: Value; text: string; note?: string }[]
  value: Value | undefined
  onChoose: (value: Value) => void
  onClose: () => void
}) {
  return (
    <Sheet title={props.title} isOpen={props.isOpen} onClose={props.onClose}>
      <Box role="radiogroup" label={props.title}>
        {props.choices.map((choice) => (
          <ChoiceCell
            key={choice.value}
            role="radio"
            title={choice.text}
            note={choice.note}
            label={choice.text}
            isChosen={choice.value === props.value}
            onTap={() => props.onChoose(choice.value)}
          />
        ))}
      </Box>
    </Sheet>
  )
}

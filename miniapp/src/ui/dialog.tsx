import { createStore, useStore } from '@/lib/store'
import { Box, Heading, Overlay } from '@/primitives'
import { useWords } from '@/words'
import { Button } from './button'

interface Question {
  title: string
  text?: string
  yes: string
  isDanger?: boolean
  answer: (isYes: boolean) => void
}

const asked = createStore<Question | undefined>(undefined)

/** Asks before something that cannot be undone; true when the user agrees. */
export function confirm(question: Omit<Question, 'answer'>): Promise<boolean> {
  asked.get()?.answer(false)
  return new Promise((resolve) => {
    asked.set({
      ...question,
      answer: (isYes) => {
        asked.set(undefined)
        resolve(isYes)
      },
    })
  })
}

/** Where questions appear; every page has one. */
export function DialogHost() {
  const words = useWords()
  const question = useStore(asked)
  if (!question) return null
  return (
    <Overlay isOpen onClose={() => question.answer(false)} label={question.title} className="overlay-dialog">
      <Box className="dialog">
        <Heading level={2} className="dialog-title">
          {question.title}
        </Heading>
        {question.text ? <Box className="dialog-text">{question.text}</Box> : null}
        <Box className="dialog-buttons">
          <Button isWide onTap={() => question.answer(false)}>
            {words.actions.cancel}
          </Button>
          <Button isWide look={question.isDanger ? 'danger' : 'primary'} onTap={() => question.answer(true)}>
            {question.yes}
          </Button>
        </Box>
      </Box>
    </Overlay>
  )
}

import type { Problem } from '@piaoma/shared/errors'
import { type ReactNode, useState } from 'react'
import { fieldProblems } from '@/api/field-problems'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import type { Issue } from '@/logic/line-draft'
import { showFirstProblem } from '@/platform'
import { Button } from '@/ui/button'
import { Sheet } from '@/ui/sheet'
import { Banner } from '@/ui/states'
import { useLanguage, useWords } from '@/words'

/**
 * A small form in a sheet: checks here, sends, and shows what the service refuses at its fields. It stays open, with
 * what was typed, until it succeeds.
 */
export function FormSheet(props: {
  title: string
  onClose: () => void
  /** Everything that is wrong with what is typed. */
  issues: readonly Issue[]
  onSave: () => Promise<void>
  saveText?: string
  /** A second, dangerous command, e.g. delete. */
  extra?: ReactNode
  children: (problemOf: (path: string) => string | undefined) => ReactNode
}) {
  const words = useWords()
  const language = useLanguage()
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const save = useAction(
    async () => {
      setIsChecked(true)
      setRefused(undefined)
      if (props.issues.length > 0) {
        showFirstProblem()
        return
      }
      await props.onSave()
      props.onClose()
    },
    (problem) => {
      setRefused(problem)
      showFirstProblem()
      return true
    },
  )
  const problemOf = fieldProblems([...(isChecked ? props.issues : []), ...(refused?.fields ?? [])], language)
  return (
    <Sheet
      title={props.title}
      isOpen
      isTall
      onClose={props.onClose}
      footer={
        <>
          {props.extra}
          <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
            {props.saveText ?? words.actions.save}
          </Button>
        </>
      }
    >
      {refused ? <Banner tone="danger">{problemText(refused)}</Banner> : null}
      {props.children(problemOf)}
    </Sheet>
  )
}

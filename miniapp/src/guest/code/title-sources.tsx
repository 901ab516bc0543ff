import {
  type ApplyForm,
  type FormChange,
  forgetTitle,
  isSameTitle,
  type RememberedTitle,
  readPastedTitle,
  readTitles,
  say,
  titleOf,
} from '@piaoma/shared/guest'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { useState } from 'react'
import { Box } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { ChoiceCell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Sheet } from '@/ui/sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { phoneStore } from '../store'
import { askClipboard, askWechatTitle } from '../wechat'
import { usePhrases } from '../words'

interface SourcesProps {
  form: ApplyForm
  edit: (change: FormChange) => void
  kinds: readonly InvoiceKind[]
}

/** A title without typing: WeChat's own, one that was used before, or a block that somebody sent. */
export function TitleSources({ form, edit, kinds }: SourcesProps) {
  const words = useWords()
  const t = usePhrases()
  const [isPasting, setIsPasting] = useState(false)
  const fill = (title: RememberedTitle) => {
    edit({ do: 'fill', title, kinds })
    toast(say(t.titleFilled, { name: title.name ?? '' }))
  }
  const askWechat = async () => {
    const { value, problem } = await askWechatTitle()
    if (problem) toast(problem, 'problem')
    if (value) fill(value)
  }
  return (
    <>
      <Box className="guest-sources" role="group" label={words.guest.titleFrom}>
        <Button look="tint" onTap={() => void askWechat()}>
          {words.guest.wechatTitle}
        </Button>
        <Button onTap={() => setIsPasting(true)}>{t.paste}</Button>
      </Box>
      <SavedTitles form={form} onPick={fill} />
      <PasteSheet isOpen={isPasting} onClose={() => setIsPasting(false)} onTitle={fill} type={form.type} />
    </>
  )
}

function SavedTitles({ form, onPick }: { form: ApplyForm; onPick: (title: RememberedTitle) => void }) {
  const t = usePhrases()
  const [titles, setTitles] = useState(() => readTitles(phoneStore))
  if (titles.length === 0) return null
  const now = titleOf(form)
  return (
    <Group title={t.savedTitles}>
      {titles.map((title) => (
        <Box key={`${title.name}${title.taxpayerId ?? ''}`} className="guest-title">
          <ChoiceCell
            role="radio"
            title={title.name}
            note={title.taxpayerId}
            label={title.name ?? ''}
            isChosen={isSameTitle(title, now)}
            onTap={() => onPick(title)}
          />
          <IconButton
            icon="trash"
            label={say(t.forgetTitle, { name: title.name ?? '' })}
            onTap={() => {
              setTitles(forgetTitle(phoneStore, title))
              toast(say(t.titleForgotten, { name: title.name ?? '' }))
            }}
          />
        </Box>
      ))}
    </Group>
  )
}

function PasteSheet(props: {
  isOpen: boolean
  onClose: () => void
  onTitle: (title: RememberedTitle) => void
  type: ApplyForm['type']
}) {
  const words = useWords()
  const t = usePhrases()
  const [text, setText] = useState('')
  const [isNothing, setIsNothing] = useState(false)
  const read = (given: string) => {
    const found = readPastedTitle(given)
    setIsNothing(!found)
    if (!found) return
    const type = found.title.type ?? (found.title.taxpayerId ? 'company' : props.type)
    props.onTitle({ ...found.title, type })
    setText('')
    props.onClose()
  }
  const clipboard = async () => {
    const { value, problem } = await askClipboard()
    if (problem) toast(problem, 'problem')
    if (value === undefined) return
    setText(value)
    read(value)
  }
  return (
    <Sheet
      title={t.paste}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Button look="primary" isWide onTap={() => read(text)}>
          {words.actions.done}
        </Button>
      }
    >
      <Field
        label={t.pasteLabel}
        isMultiline
        maxLength={1000}
        value={text}
        hint={t.pasteHint}
        problem={isNothing ? t.pasteNothing : undefined}
        onChange={(value) => {
          setText(value)
          setIsNothing(false)
        }}
      />
      <Button look="quiet" onTap={() => void clipboard()}>
        {words.guest.pasteClipboard}
      </Button>
    </Sheet>
  )
}

import { useEffect, useRef, useState } from 'react'
import { Box, Input } from '@/primitives'
import { useWords } from '@/words'
import { IconButton } from './button'
import { Icon } from './icon'

const PAUSE_MS = 350

/** Searches while typing, after a short pause. */
export function SearchBar(props: {
  placeholder: string
  onSearch: (text: string) => void
  isFocused?: boolean
}) {
  const words = useWords()
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: string, pauseMs = PAUSE_MS) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => props.onSearch(next.trim()), pauseMs)
  }
  return (
    <Box className="search" role="search">
      <Icon name="search" className="search-icon" />
      <Input
        kind="search"
        className="search-input"
        label={props.placeholder}
        placeholder={props.placeholder}
        maxLength={64}
        value={text}
        isFocused={props.isFocused}
        onChange={change}
        onConfirm={() => change(text, 0)}
      />
      {text ? <IconButton icon="close" label={words.actions.clear} onTap={() => change('', 0)} /> : null}
    </Box>
  )
}

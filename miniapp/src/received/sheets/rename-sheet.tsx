import type { SheetView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { useWords } from '@/words'

/** Changes what a sheet is for. */
export function RenameSheet(props: {
  sheet: SheetView
  onClose: () => void
  onChanged: (sheet: SheetView) => void
}) {
  const words = useWords()
  const { id, version, title } = props.sheet
  const [text, setText] = useState(title)
  return (
    <FormSheet
      title={words.sheets.rename}
      onClose={props.onClose}
      issues={text.trim() === '' ? [{ path: 'title', code: 'field.required' }] : []}
      onSave={async () => {
        const body = { version, title: text.trim() }
        props.onChanged(await call('PATCH /api/v1/merchant/sheets/:id', { params: { id }, body }))
      }}
    >
      {(problemOf) => (
        <Field
          label={words.sheets.nameLabel}
          value={text}
          maxLength={60}
          isFocused
          onChange={setText}
          problem={problemOf('title')}
        />
      )}
    </FormSheet>
  )
}

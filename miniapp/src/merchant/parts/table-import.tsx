import type { Problem } from '@piaoma/shared/errors'
import { fieldMessage } from '@piaoma/shared/messages'
import { type ReactNode, useState } from 'react'
import { countChange } from '@/api/changes'
import { sessionHeaders } from '@/api/client'
import { problemOfBody, problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { rowIssues } from '@/logic/import-issues'
import { type PickedFile, pickTable, saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { sessionExpired } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'

/** A table from a chat or the disk: all rows or none, with everything that is wrong at once. */
export function TableImport<Result>(props: {
  /** Address of the upload; `/template.csv` below it is the table to fill in. */
  path: string
  templateName: string
  title: string
  rule: string
  send: string
  children: (result: Result) => ReactNode
}) {
  const words = useWords()
  const [file, setFile] = useState<PickedFile>()
  const [result, setResult] = useState<Result>()
  const [problem, setProblem] = useState<Problem>()
  const template = useAction(() =>
    saveFile(`${props.path}/template.csv`, props.templateName, sessionHeaders()),
  )
  // No busy state: an old browser does not tell that the choice was called off.
  const choose = async () => {
    const picked = await pickTable()
    if (!picked) return
    setFile(picked)
    setResult(undefined)
    setProblem(undefined)
  }
  const upload = useAction(async () => {
    if (!file) return
    const answer = await file.send(props.path, sessionHeaders())
    if (answer.status === 201) {
      setResult(JSON.parse(answer.body) as Result)
      countChange()
      setFile(undefined)
      toast(words.orderImport.done)
      return
    }
    const refused = problemOfBody(answer.status, answer.body)
    if (refused.code === 'auth.required') sessionExpired()
    setProblem(refused)
  })
  return (
    <Box className="column-narrow">
      <Group title={props.title} note={props.rule}>
        <Cell title={words.orderImport.template} icon="download" onTap={template.run} />
        <Cell
          title={words.orderImport.choose}
          icon="upload"
          value={file?.name}
          label={words.orderImport.choose}
          onTap={() => void choose()}
        />
      </Group>
      <Box className="block">
        <Button look="primary" isWide isBusy={upload.isBusy} isDisabled={!file} onTap={upload.run}>
          {props.send}
        </Button>
      </Box>
      {problem ? <Issues problem={problem} /> : null}
      {result ? props.children(result) : null}
    </Box>
  )
}

function Issues({ problem }: { problem: Problem }) {
  const words = useWords()
  const language = useLanguage()
  const issues = rowIssues(problem.fields ?? [])
  const names: Record<string, string> = words.fieldNames
  return (
    <>
      <Banner tone="danger">
        {issues.length > 0 ? words.orderImport.issues(issues.length) : problemText(problem)}
      </Banner>
      {issues.length > 0 ? (
        <Group title={words.orderImport.toFix}>
          {issues.map((issue) => (
            <Cell
              key={`${issue.row}-${issue.field}-${issue.code}`}
              title={
                <>
                  <Text className="number">
                    {issue.row === undefined ? words.orderImport.table : words.orderImport.row(issue.row)}
                  </Text>
                  {issue.field ? <Text>{` · ${names[issue.field] ?? issue.field}`}</Text> : null}
                </>
              }
              note={issue.message ?? fieldMessage(issue.code, language)}
            />
          ))}
        </Group>
      ) : null}
    </>
  )
}

import { useRef } from 'react'
import { computeTax, emptyLine, type LineDraft } from '@/logic/line-draft'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { useWords } from '@/words'
import { Totals } from '../parts/invoice-lines'
import { LineFields } from '../parts/line-fields'

/** The lines with the tax recomputed at every key. */
export function LinesEditor(props: {
  lines: readonly LineDraft[]
  onChange: (lines: LineDraft[]) => void
  problemOf: (path: string) => string | undefined
  /** What was there before, so that a changed sum is seen. */
  before: readonly LineDraft[]
}) {
  const words = useWords()
  const { lines, onChange, problemOf } = props
  const nextKey = useRef(0)
  const now = Date.now()
  const computed = computeTax(lines, now)
  const before = computeTax(props.before, now)
  const add = () => {
    nextKey.current += 1
    onChange([...lines, emptyLine(`n${now}-${nextKey.current}`, lines.at(-1))])
  }
  return (
    <>
      {lines.map((line, index) => (
        <Group
          key={line.key}
          title={words.lines.position(index + 1)}
          extra={
            lines.length > 1 ? (
              <Button
                size="small"
                look="quiet"
                label={words.lines.remove(index + 1)}
                onTap={() => onChange(lines.filter((other) => other.key !== line.key))}
              >
                {words.actions.remove}
              </Button>
            ) : undefined
          }
        >
          <LineFields
            line={line}
            position={index + 1}
            onChange={(next) => onChange(lines.map((other) => (other.key === line.key ? next : other)))}
            problemOf={(field) => problemOf(`lines.${index}.${field}`)}
          />
        </Group>
      ))}
      <Box className="block">
        <Button icon="plus" isWide onTap={add}>
          {words.lines.add}
        </Button>
      </Box>
      <Group title={words.lines.live}>
        {problemOf('lines') ? <Box className="field-problem">{problemOf('lines')}</Box> : null}
        {computed ? (
          <Totals {...computed} />
        ) : (
          <Box className="totals totals-open">{words.lines.notComputable}</Box>
        )}
        {computed && before && computed.totalFen !== before.totalFen ? (
          <Box className="totals-before">
            <Text>{words.lines.before}</Text> <Money fen={before.totalFen} />
          </Box>
        ) : null}
      </Group>
    </>
  )
}

import type { ReceivedDetail } from '@piaoma/shared/contract'
import { useResource } from '@/api/use-resource'
import { cx } from '@/lib/class-names'
import { Box } from '@/primitives'
import { useWords } from '@/words'
import type { FieldName } from './fields'
import { SessionPicture } from './session-picture'

interface PagePictureProps {
  original: Pick<ReceivedDetail['originals'][number], 'captureId' | 'page'>
  /** Shown in the colour of a question. */
  doubtful: readonly FieldName[]
  /** The field that is being looked at beside it. */
  marked: FieldName | undefined
  className: string
}

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`

/** A page of an original with the places of its fields on it. Without places it is the picture alone. */
export function PagePicture({ original, doubtful, marked, className }: PagePictureProps) {
  const words = useWords()
  const { captureId, page } = original
  const { data } = useResource('GET /api/v1/merchant/captures/:id/places', {
    params: { id: captureId },
    query: { page },
  })
  const picture = (
    <SessionPicture
      path={`/api/v1/merchant/captures/${captureId}/preview?page=${page}`}
      alt={words.received.picture}
      className={className}
    />
  )
  if (!data) return picture
  const shape = String(data.width / data.height)
  return (
    <Box
      className="page-picture"
      style={{ aspectRatio: shape, width: `min(100%, calc(var(--page-height, 100000px) * ${shape}))` }}
    >
      {picture}
      {data.fields.map(({ name, left, top, width, height }) => (
        <Box
          key={name}
          className={cx(
            'place',
            doubtful.includes(name) && 'place-doubtful',
            name === marked && 'place-marked',
          )}
          style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
        />
      ))}
    </Box>
  )
}

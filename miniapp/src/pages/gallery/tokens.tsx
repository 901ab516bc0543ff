import { Box, Text } from '@/primitives'
import { ICONS, Icon } from '@/ui/icon'
import { Sample } from './sample'

const SURFACES = ['surface', 'panel', 'panel-press', 'inset', 'brand', 'brand-press', 'accent'] as const
/** Text, and what it stands on. */
const INKS = [
  ['text', 'panel'],
  ['text-quiet', 'panel'],
  ['text-quiet', 'surface'],
  ['brand-text', 'panel'],
  ['on-brand', 'brand'],
  ['link', 'panel'],
  ['danger', 'danger-wash'],
  ['warn', 'warn-wash'],
  ['good', 'good-wash'],
  ['info', 'info-wash'],
] as const
const SIZES = ['tiny', 'note', 'small', 'field', 'body', 'large', 'title', 'figure'] as const

/** Colours, letters and pictures that everything else is made of. */
export function Tokens() {
  return (
    <>
      <Sample name="Colours">
        <Box className="gallery-swatches">
          {SURFACES.map((name) => (
            <Box key={name} className="gallery-swatch">
              <Box className="gallery-colour" style={{ background: `var(--${name})` }} />
              <Text>{name}</Text>
            </Box>
          ))}
        </Box>
        {INKS.map(([ink, ground]) => (
          <Box
            key={`${ink} ${ground}`}
            className="gallery-ink"
            style={{ color: `var(--${ink})`, background: `var(--${ground})` }}
          >
            {`发票 Invoice 128.00 · ${ink} on ${ground}`}
          </Box>
        ))}
      </Sample>
      <Sample name="Sizes">
        {SIZES.map((size) => (
          <Box key={size} style={{ fontSize: `var(--size-${size})` }}>{`${size} 价税合计 ¥1,280.50`}</Box>
        ))}
      </Sample>
      <Sample name="Icon">
        <Box className="gallery-row">
          {ICONS.map((name) => (
            <Icon key={name} name={name} />
          ))}
        </Box>
      </Sample>
    </>
  )
}

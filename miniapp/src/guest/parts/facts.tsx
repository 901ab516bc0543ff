import { Box, Text } from '@/primitives'

/** Names and values, those without a value left out. */
export function Facts({ rows }: { rows: readonly [name: string, value: string | undefined][] }) {
  return (
    <Box className="facts">
      {rows.map(([name, value]) =>
        value ? (
          <Box key={name} className="fact">
            <Text className="fact-name">{name}</Text>
            <Text className="fact-value">{value}</Text>
          </Box>
        ) : null,
      )}
    </Box>
  )
}

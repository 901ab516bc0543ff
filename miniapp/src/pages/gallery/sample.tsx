import type { ReactNode } from 'react'
import { Box, Heading } from '@/primitives'

/** Samples of one component, under the name it has in the code. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box className="gallery-sample">
      <Heading level={2} className="gallery-title">
        {name}
      </Heading>
      {children}
    </Box>
  )
}

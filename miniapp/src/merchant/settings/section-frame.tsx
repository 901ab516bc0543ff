import type { ReactNode } from 'react'
import type { Resource } from '@/api/use-resource'
import { useIsWide } from '@/platform'
import { Box, Heading } from '@/primitives'
import { ProblemView, Skeleton } from '@/ui/states'

/** A part of the settings: its heading beside the menu on a desk, and the states of what it reads. */
export function SectionFrame<T>(props: {
  title: string
  resource: Resource<T>
  /** Button to add one. */
  extra?: ReactNode
  children: (data: T) => ReactNode
}) {
  const { title, resource, extra } = props
  const isWide = useIsWide()
  return (
    <Box className="detail">
      {isWide || extra ? (
        <Box className="section-head">
          {isWide ? (
            <Heading level={2} className="section-title">
              {title}
            </Heading>
          ) : (
            <Box />
          )}
          {extra}
        </Box>
      ) : null}
      {resource.isLoading ? <Skeleton kind="form" /> : null}
      {resource.data === undefined && resource.problem ? (
        <ProblemView problem={resource.problem} onRetry={resource.reload} />
      ) : null}
      {resource.data === undefined ? null : props.children(resource.data)}
    </Box>
  )
}

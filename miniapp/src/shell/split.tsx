import { useRouter } from '@tarojs/taro'
import { type ReactNode, useEffect, useState } from 'react'
import { open, type PageName, queryValue, swap } from '@/lib/routes'
import { replaceInAddress, useIsWide } from '@/platform'
import { Box } from '@/primitives'

/** What is chosen in a list: shown beside it on a desk (and kept in the address), on a page of its own on a phone. */
export function useSelection(detail: PageName): {
  selected: string | undefined
  select: (id?: string) => void
} {
  const isWide = useIsWide()
  const { params } = useRouter()
  const asked = queryValue(params, 'id')
  const [selected, setSelected] = useState(asked)
  // A desk's address opened on a phone leads to the page that a phone has for it.
  useEffect(() => {
    if (!isWide && selected) {
      setSelected(undefined)
      replaceInAddress('id', undefined)
      open(detail, { id: selected })
    }
  }, [isWide, selected, detail])
  return {
    selected: isWide ? selected : undefined,
    select: (id) => {
      if (!isWide) {
        if (id) open(detail, { id })
        return
      }
      setSelected(id)
      replaceInAddress('id', id)
    },
  }
}

/** The id a detail page was opened with; on a desk the page gives way to the list with the detail beside it. */
export function useDetailId(list: PageName): string | undefined {
  const isWide = useIsWide()
  const id = queryValue(useRouter().params, 'id')
  useEffect(() => {
    if (isWide && id) swap(list, { id })
  }, [isWide, id, list])
  return isWide ? undefined : id
}

/** A list and, where there is room, the chosen thing beside it. */
export function Split({ list, detail }: { list: ReactNode; detail: ReactNode }) {
  const isWide = useIsWide()
  if (!isWide) return list
  return (
    <Box className="split">
      <Box className="split-list">{list}</Box>
      <Box className="split-detail">{detail}</Box>
    </Box>
  )
}

/** Buttons that stay in reach at the bottom of what they act on. */
export function Foot({ children }: { children: ReactNode }) {
  return <Box className="foot">{children}</Box>
}

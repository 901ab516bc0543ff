import { useRouter } from '@tarojs/taro'
import { type ReactNode, useEffect, useState } from 'react'
import { cx } from '@/lib/class-names'
import { open, type PageName, queryValue, swap } from '@/lib/routes'
import { replaceInAddress, useIsWide } from '@/platform'
import { Box } from '@/primitives'
import { IconButton } from '@/ui/button'
import { useWords } from '@/words'

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

/**
 * A list and, where there is room, the chosen thing beside it. While nothing is chosen a desk shows the list as a table;
 * `onClose` gives the way back to it.
 */
export function Split(props: { list: ReactNode; detail: ReactNode; onClose?: () => void }) {
  const words = useWords()
  const { list, detail, onClose } = props
  if (!useIsWide()) return list
  return (
    <Box className={cx('split', !detail && 'split-table')}>
      <Box className="split-list">{list}</Box>
      {detail ? (
        <Box className="split-detail" isScrolling>
          {onClose ? (
            <Box className="split-close">
              <IconButton icon="close" label={words.actions.close} onTap={onClose} />
            </Box>
          ) : null}
          {detail}
        </Box>
      ) : null}
    </Box>
  )
}

/** Buttons that stay in reach at the bottom of what they act on. */
export function Foot({ children }: { children: ReactNode }) {
  return <Box className="foot">{children}</Box>
}

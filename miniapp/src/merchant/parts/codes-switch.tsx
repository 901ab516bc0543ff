import { goTo } from '@/lib/routes'
import { useIsWide } from '@/platform'
import { Tabs } from '@/ui/tabs'
import { useWords } from '@/words'

/** On a phone both kinds of codes share one place of the tab bar. */
export function CodesSwitch({ value }: { value: 'orderCodes' | 'productCodes' }) {
  const words = useWords()
  if (useIsWide()) return null
  return (
    <Tabs
      label={words.nav.codes}
      value={value}
      onChange={(next) => goTo(next)}
      tabs={[
        { value: 'orderCodes', text: words.nav.orderCodes },
        { value: 'productCodes', text: words.nav.productCodes },
      ]}
    />
  )
}

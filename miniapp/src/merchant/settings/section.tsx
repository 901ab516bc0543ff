import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'
import { isSectionName, permissionOf, SECTIONS } from './sections'

/** One part of the settings on a phone. */
export default function SettingPage() {
  const words = useWords()
  const name = useDetailId('settings')
  const Section = isSectionName(name) ? SECTIONS[name].Component : undefined
  return (
    <Page
      title={isSectionName(name) ? words.settings.sections[name] : words.nav.settings}
      section="settings"
      parent="settings"
      needs={isSectionName(name) ? permissionOf(name) : undefined}
    >
      {Section ? <Section /> : <Empty icon="search" title={words.states.nothingFound} />}
    </Page>
  )
}

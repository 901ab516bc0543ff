import { useState } from 'react'
import { useAction } from '@/api/use-action'
import { goTo, startPage } from '@/lib/routes'
import { Box } from '@/primitives'
import { signOut, switchMerchant } from '@/session/enter'
import { useSession } from '@/session/store'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Cell, Group } from '@/ui/cell'
import { ChoiceSheet } from '@/ui/choice-sheet'
import { confirm } from '@/ui/dialog'
import { Empty } from '@/ui/states'
import { type Language, setLanguage, useLanguage, useWords } from '@/words'
import { isSectionName, permissionOf, SECTION_NAMES, SECTIONS } from './sections'

/** Who is signed in, the parts of the settings, language and signing out. */
export default function SettingsPage() {
  const words = useWords()
  const { selected, select } = useSelection('setting')
  const Section = isSectionName(selected) ? SECTIONS[selected].Component : undefined
  return (
    <Page title={words.nav.settings} section="settings" layout="split">
      <Split
        list={<Menu selected={selected} onSelect={select} />}
        detail={
          Section ? <Section key={selected} /> : <Empty icon="settings" title={words.settings.chooseOne} />
        }
      />
    </Page>
  )
}

function Menu(props: { selected: string | undefined; onSelect: (name: string) => void }) {
  const words = useWords()
  const { view } = useSession()
  const allowed = SECTION_NAMES.filter((name) => {
    const permission = permissionOf(name)
    return !permission || view?.permissions.includes(permission)
  })
  return (
    <Box className="list">
      <Who />
      <Group>
        {allowed.map((name) => (
          <Cell
            key={name}
            icon={SECTIONS[name].icon}
            title={words.settings.sections[name]}
            isSelected={name === props.selected}
            onTap={() => props.onSelect(name)}
          />
        ))}
      </Group>
      <Group>
        <LanguageCell />
        <SignOutCell />
      </Group>
    </Box>
  )
}

/** Who is signed in and for whom; several merchants can be switched between. */
function Who() {
  const words = useWords()
  const { view } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const change = useAction(async (merchantId: string) => {
    setIsOpen(false)
    goTo(startPage((await switchMerchant(merchantId)).permissions))
  })
  if (!view) return null
  const isSeveral = view.merchants.length > 1
  return (
    <Group>
      <Cell
        title={view.merchant.name}
        note={`${view.user.name} · ${words.roles[view.role]} · ${view.user.login}`}
        value={isSeveral ? words.settings.switch : undefined}
        onTap={isSeveral ? () => setIsOpen(true) : undefined}
      />
      <ChoiceSheet
        title={words.settings.switch}
        isOpen={isOpen}
        value={view.merchant.id}
        choices={view.merchants.map((merchant) => ({
          value: merchant.id,
          text: merchant.name,
          note: words.roles[merchant.role],
        }))}
        onClose={() => setIsOpen(false)}
        onChoose={change.run}
      />
    </Group>
  )
}

function LanguageCell() {
  const words = useWords()
  const language = useLanguage()
  const [isOpen, setIsOpen] = useState(false)
  const names: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' }
  return (
    <>
      <Cell
        icon="globe"
        title={words.settings.language}
        value={names[language]}
        onTap={() => setIsOpen(true)}
      />
      <ChoiceSheet<Language>
        title={words.settings.language}
        isOpen={isOpen}
        value={language}
        choices={(['zh-CN', 'en'] as const).map((value) => ({ value, text: names[value] }))}
        onClose={() => setIsOpen(false)}
        onChoose={(next) => {
          setIsOpen(false)
          setLanguage(next)
        }}
      />
    </>
  )
}

function SignOutCell() {
  const words = useWords()
  const leave = async () => {
    const isSure = await confirm({ title: words.settings.signOutTitle, yes: words.settings.signOut })
    if (!isSure) return
    signOut()
    goTo('signIn')
  }
  return <Cell icon="out" title={words.settings.signOut} tone="danger" onTap={() => void leave()} />
}

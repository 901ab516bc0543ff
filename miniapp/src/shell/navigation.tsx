import { useLive } from '@/api/live'
import { cx } from '@/lib/class-names'
import { goTo, type PageName } from '@/lib/routes'
import { Box, Tap, Text } from '@/primitives'
import { useSession } from '@/session/store'
import { Icon, type IconName } from '@/ui/icon'
import { useWords, type Words } from '@/words'

/** A place of the navigation. */
export type Section =
  | 'home'
  | 'review'
  | 'orderCodes'
  | 'productCodes'
  | 'invoices'
  | 'received'
  | 'sheets'
  | 'archive'
  | 'settings'

interface Item {
  section: Section
  page: PageName
  icon: IconName
  permission?: string
}

const ITEMS: readonly Item[] = [
  { section: 'home', page: 'home', icon: 'home', permission: 'applications.read' },
  { section: 'review', page: 'review', icon: 'review', permission: 'applications.read' },
  { section: 'orderCodes', page: 'orderCodes', icon: 'code', permission: 'codes.read' },
  { section: 'productCodes', page: 'productCodes', icon: 'tag', permission: 'codes.read' },
  { section: 'invoices', page: 'invoices', icon: 'invoice', permission: 'invoices.read' },
  { section: 'received', page: 'received', icon: 'inbox', permission: 'received.capture' },
  { section: 'sheets', page: 'sheets', icon: 'sheet', permission: 'received.capture' },
  { section: 'archive', page: 'archive', icon: 'archive', permission: 'received.manage' },
  { section: 'settings', page: 'settings', icon: 'settings' },
]

function useItems(): { items: readonly Item[]; reviewing: number } {
  const { view } = useSession()
  const { overview } = useLive()
  const items = ITEMS.filter((item) => !item.permission || view?.permissions.includes(item.permission))
  return { items, reviewing: overview?.reviewing ?? 0 }
}

// What shares a place with another on a phone: that place leads to it.
const WITHIN: Partial<Record<Section, Section>> = {
  productCodes: 'orderCodes',
  sheets: 'received',
  archive: 'received',
}
// There is room for all of it when that is all.
const WITHIN_NOTHING: typeof WITHIN = {}

/** On a phone, below: both kinds of codes share one place, and all that is received. */
export function TabBar({ section }: { section: Section }) {
  const words = useWords()
  const { items, reviewing } = useItems()
  const within = items.length > 4 ? WITHIN : WITHIN_NOTHING
  return (
    <Box className="tab-bar" role="navigation" label={words.nav.label}>
      {items
        .filter((item) => within[item.section] === undefined)
        .map((item) => {
          const isHere = item.section === (within[section] ?? section)
          return (
            <NavItem
              key={item.section}
              item={item}
              text={item.section === 'orderCodes' ? words.nav.codes : words.nav[item.section]}
              className="tab-bar-item"
              isHere={isHere}
              count={item.section === 'review' ? reviewing : 0}
            />
          )
        })}
    </Box>
  )
}

/** On a desk, at the side. */
export function SideBar({ section }: { section: Section }) {
  const words = useWords()
  const { view } = useSession()
  const { items, reviewing } = useItems()
  return (
    <Box className="side-bar">
      <Box className="side-bar-brand">
        <Box className="brand-mark brand-mark-small" />
        <Text>{words.app.name}</Text>
      </Box>
      <Box className="side-bar-items" role="navigation" label={words.nav.label}>
        {items.map((item) => (
          <NavItem
            key={item.section}
            item={item}
            text={words.nav[item.section]}
            className="side-bar-item"
            isHere={item.section === section}
            count={item.section === 'review' ? reviewing : 0}
          />
        ))}
      </Box>
      {view ? (
        <Box className="side-bar-who">
          <Box className="side-bar-merchant">{view.merchant.name}</Box>
          <Box className="side-bar-user">{`${view.user.name} · ${roleName(words, view.role)}`}</Box>
        </Box>
      ) : null}
    </Box>
  )
}

function roleName(words: Words, role: keyof Words['roles']): string {
  return words.roles[role]
}

function NavItem(props: { item: Item; text: string; className: string; isHere: boolean; count: number }) {
  const { item, text, className, isHere, count } = props
  return (
    <Tap
      className={cx(className, isHere && `${className}-here`)}
      isCurrent={isHere}
      label={count ? `${text} ${count}` : text}
      onTap={() => goTo(item.page)}
    >
      <Icon name={item.icon} className="nav-icon" />
      <Text>{text}</Text>
      {count ? <Text className="badge">{count > 99 ? '99+' : String(count)}</Text> : null}
    </Tap>
  )
}

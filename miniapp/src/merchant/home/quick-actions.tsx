import { open, type PageName } from '@/lib/routes'
import { Box, Tap, Text } from '@/primitives'
import { useSession } from '@/session/store'
import { Group } from '@/ui/cell'
import { Icon, type IconName } from '@/ui/icon'
import { Empty } from '@/ui/states'
import { useWords } from '@/words'

interface Shortcut {
  page: PageName
  icon: IconName
  text: string
  permission: string
}

/** What is begun most often; only what the role may do. */
export function QuickActions() {
  const words = useWords()
  const { view } = useSession()
  const shortcuts: Shortcut[] = [
    { page: 'newOrderCode', icon: 'code', text: words.orderCodes.create, permission: 'codes.write' },
    { page: 'manual', icon: 'edit', text: words.manual.title, permission: 'invoices.issue' },
    { page: 'statistics', icon: 'invoice', text: words.statistics.title, permission: 'statistics.read' },
    { page: 'orderImport', icon: 'upload', text: words.orderCodes.import, permission: 'codes.write' },
    { page: 'editProductCode', icon: 'tag', text: words.productCodes.create, permission: 'codes.write' },
  ]
  const allowed = shortcuts.filter(({ permission }) => view?.permissions.includes(permission))
  if (allowed.length === 0) {
    return view?.permissions.includes('applications.read') ? null : (
      <Empty icon="home" title={words.home.nothing} note={words.home.nothingNote} />
    )
  }
  return (
    <Group title={words.home.quick}>
      <Box className="shortcuts">
        {allowed.map((item) => (
          <Tap key={item.page} className="shortcut" onTap={() => open(item.page)}>
            <Icon name={item.icon} className="shortcut-icon" />
            <Text className="shortcut-text">{item.text}</Text>
          </Tap>
        ))}
      </Box>
    </Group>
  )
}

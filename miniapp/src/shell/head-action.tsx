import { useIsWide } from '@/platform'
import { Button, IconButton } from '@/ui/button'
import type { IconName } from '@/ui/icon'

/** A command in the page's head: a picture on a phone, its words too where there is room. */
export function HeadAction(props: { icon: IconName; text: string; isMain?: boolean; onTap: () => void }) {
  const { icon, text, isMain, onTap } = props
  if (!useIsWide()) return <IconButton icon={icon} label={text} onTap={onTap} />
  return (
    <Button size="small" look={isMain ? 'primary' : 'plain'} icon={icon} onTap={onTap}>
      {text}
    </Button>
  )
}

import { Text } from '@/primitives'

/** The pictures of styles/icons.scss and styles/merchant-icons.scss. */
export const ICONS = [
  'home',
  'review',
  'code',
  'tag',
  'invoice',
  'inbox',
  'settings',
  'back',
  'forward',
  'down',
  'plus',
  'minus',
  'search',
  'close',
  'check',
  'clock',
  'alert',
  'copy',
  'print',
  'download',
  'upload',
  'mail',
  'trash',
  'edit',
  'store',
  'people',
  'key',
  'webhook',
  'lock',
  'globe',
  'out',
  'seller',
  'goods',
  'rules',
  'till',
  'eye',
  'refresh',
  'filter',
  'wallet',
  'sheet',
  'archive',
  'camera',
  'image',
  'chat',
  'scan',
] as const
export type IconName = (typeof ICONS)[number]

/** A picture of one colour, that of the text around it; never the only name of a control. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return <Text className={`icon icon-${name} ${className ?? ''}`} />
}

import type { ComponentType } from 'react'
import type { IconName } from '@/ui/icon'
import { CustomersSection } from './customers-section'
import { GoodsSection } from './goods-section'
import { HistorySection } from './history-section'
import { KeysSection } from './keys-section'
import { MailboxesSection } from './mailboxes-section'
import { MembersSection } from './members-section'
import { NoticesSection } from './notices-section'
import { PasswordSection } from './password-section'
import { PaySection } from './pay-section'
import { ReceiptRulesSection } from './receipt-rules-section'
import { RulesSection } from './rules-section'
import { SellerSection } from './seller-section'
import { StoresSection } from './stores-section'
import { TitlesSection } from './titles-section'
import { VerificationSection } from './verification-section'
import { WebhooksSection } from './webhooks-section'
import { WechatSection } from './wechat-section'

interface SectionInfo {
  icon: IconName
  permission?: string
  Component: ComponentType
}

/** The parts of the settings, in the order of the menu. */
export const SECTIONS = {
  seller: { icon: 'seller', permission: 'settings.read', Component: SellerSection },
  stores: { icon: 'store', permission: 'stores.read', Component: StoresSection },
  titles: { icon: 'code', permission: 'stores.read', Component: TitlesSection },
  goods: { icon: 'goods', permission: 'codes.read', Component: GoodsSection },
  customers: { icon: 'people', permission: 'customers.read', Component: CustomersSection },
  rules: { icon: 'rules', permission: 'settings.read', Component: RulesSection },
  receiptRules: { icon: 'wallet', permission: 'received.manage', Component: ReceiptRulesSection },
  verificationAccount: { icon: 'search', permission: 'received.manage', Component: VerificationSection },
  mailboxes: { icon: 'mail', permission: 'received.manage', Component: MailboxesSection },
  members: { icon: 'people', permission: 'members.read', Component: MembersSection },
  keys: { icon: 'key', permission: 'keys.read', Component: KeysSection },
  webhooks: { icon: 'webhook', permission: 'keys.read', Component: WebhooksSection },
  wechat: { icon: 'globe', permission: 'settings.read', Component: WechatSection },
  pay: { icon: 'key', permission: 'settings.read', Component: PaySection },
  history: { icon: 'clock', permission: 'members.read', Component: HistorySection },
  notices: { icon: 'mail', Component: NoticesSection },
  password: { icon: 'lock', Component: PasswordSection },
} as const satisfies Record<string, SectionInfo>
/** A part of the settings by its name. */
export type SectionName = keyof typeof SECTIONS

export const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[]

/** Whether an address names a part of the settings. */
export function isSectionName(name: string | undefined): name is SectionName {
  return name !== undefined && Object.hasOwn(SECTIONS, name)
}

/** What a role needs to see a part; nothing for one's own. */
export function permissionOf(name: SectionName): string | undefined {
  const section: SectionInfo = SECTIONS[name]
  return section.permission
}

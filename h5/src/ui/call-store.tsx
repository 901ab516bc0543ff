import { say } from '@piaoma/shared/guest'
import { useWords } from '../words'
import { Icon } from './icons'

/** The store's number as a link that dials; nothing when it is not known. */
export function CallStore({ phone, isMain }: { phone?: string; isMain?: boolean }) {
  const t = useWords()
  if (!phone) return null
  return (
    <a class={isMain ? 'button' : 'button second'} href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
      <Icon name="phone" />
      {say(t.callStore, { phone })}
    </a>
  )
}

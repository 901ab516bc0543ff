import { say } from '@piaoma/shared/guest'
import Taro from '@tarojs/taro'
import { Button } from '@/ui/button'
import { usePhrases } from '../words'

/** The store's number, one tap away. */
export function CallStore({ phone, isMain }: { phone?: string; isMain?: boolean }) {
  const t = usePhrases()
  if (!phone) return null
  // Whoever changes his mind in WeChat's dialog has not failed.
  const dial = () => Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined)
  return (
    <Button look={isMain ? 'primary' : 'plain'} isWide onTap={() => void dial()}>
      {say(t.callStore, { phone })}
    </Button>
  )
}

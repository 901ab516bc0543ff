import type { Tone } from '@/logic/statuses'
import { Text } from '@/primitives'

/** A state in one or two words. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <Text className={`tag tag-${tone}`}>{children}</Text>
}

import { Text } from '@/primitives'

export type Tone = 'good' | 'warn' | 'danger' | 'info' | 'neutral'

/** A state in one or two words. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <Text className={`tag tag-${tone}`}>{children}</Text>
}

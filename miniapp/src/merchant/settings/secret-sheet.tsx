import { useAction } from '@/api/use-action'
import { copyText } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Sheet } from '@/ui/sheet'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

/** A secret just made, and what belongs to it. */
export interface Secret {
  title: string
  /** What is shown besides the secret, e.g. the key id. */
  facts: readonly { name: string; value: string }[]
  value: string
}

/** A secret that is shown this once. */
export function SecretSheet({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const words = useWords()
  const copy = useAction(async () => {
    await copyText(secret.value)
    toast(words.actions.copied)
  })
  return (
    <Sheet
      title={secret.title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button isWide onTap={onClose}>
            {words.actions.done}
          </Button>
          <Button look="primary" icon="copy" isWide isBusy={copy.isBusy} onTap={copy.run}>
            {words.actions.copy}
          </Button>
        </>
      }
    >
      <Banner tone="warn">{words.keys.once}</Banner>
      {secret.facts.map((fact) => (
        <Box key={fact.name} className="secret-fact">
          <Text className="quiet">{fact.name}</Text> <Text className="number">{fact.value}</Text>
        </Box>
      ))}
      <Box className="secret number" label={words.keys.secret}>
        {secret.value}
      </Box>
    </Sheet>
  )
}

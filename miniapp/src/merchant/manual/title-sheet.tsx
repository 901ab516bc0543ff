import { useState } from 'react'
import { buyerOfTitle, type ManualDraft, readTitle } from '@/logic/manual-draft'
import { canScan, chooseTitle, scanText } from '@/platform/scan'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Sheet } from '@/ui/sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

/** The buyer's title from his title QR (`$01…$`), from WeChat, or pasted: one button beside the buyer. */
export function TakeTitle({ onTake }: { onTake: (buyer: Partial<ManualDraft>) => void }) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const take = (source: string) => {
    const buyer = readTitle(source)
    setIsWrong(!buyer)
    if (!buyer) return
    onTake(buyer)
    setText('')
    setIsOpen(false)
    toast(words.manual.taken)
  }
  const scan = async () => {
    const found = await scanText()
    if (found === undefined) return
    setText(found)
    take(found)
  }
  const choose = async () => {
    const title = await chooseTitle()
    if (!title) return
    onTake(buyerOfTitle(title))
    setIsOpen(false)
  }
  return (
    <>
      <Button size="small" onTap={() => setIsOpen(true)}>
        {words.manual.takeTitle}
      </Button>
      <Sheet
        title={words.manual.takeTitle}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        footer={
          <Button look="primary" isWide isDisabled={!text.trim()} onTap={() => take(text)}>
            {words.manual.fillIn}
          </Button>
        }
      >
        {canScan ? (
          <Box className="block">
            <Button isWide onTap={() => void scan()}>
              {words.manual.scanTitle}
            </Button>
            <Button isWide onTap={() => void choose()}>
              {words.manual.wechatTitle}
            </Button>
          </Box>
        ) : null}
        <Field
          label={words.manual.titleText}
          value={text}
          isMultiline
          maxLength={2000}
          hint={words.manual.titleHint}
          problem={isWrong ? words.manual.noTitle : undefined}
          onChange={(next) => {
            setText(next)
            setIsWrong(false)
          }}
        />
      </Sheet>
    </>
  )
}

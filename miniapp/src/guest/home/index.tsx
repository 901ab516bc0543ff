import { readScannedText } from '@piaoma/shared/codes'
import { useState } from 'react'
import { open } from '@/lib/routes'
import { Box, Form, Heading } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { toast } from '@/ui/toast'
import { setLanguage, useLanguage, useWords } from '@/words'
import { GuestPage } from '../guest-page'
import { askScan } from '../wechat'
import { usePhrases } from '../words'

/** Where the app begins without a code: scan one, type one, or look at what was asked for. */
export default function GuestHomePage() {
  const words = useWords()
  const language = useLanguage()
  const scan = async () => {
    const { value, problem } = await askScan()
    if (problem) toast(problem, 'problem')
    if (!value) return
    const { kind, code } = readScannedText(value)
    if (kind === 'title') toast(words.guest.titleQrScanned, 'problem')
    else if (kind === 'unknown') toast(words.guest.notACode, 'problem')
    else open('guestCode', { code })
  }
  return (
    <GuestPage title={words.app.name}>
      <Box className="column">
        <Box className="guest-hero">
          <Box className="brand-mark" />
          <Heading level={1} className="guest-hero-title">
            {words.guest.home}
          </Heading>
          <Box className="quiet">{words.guest.homeNote}</Box>
          <Button look="primary" isWide icon="code" onTap={() => void scan()}>
            {words.guest.scan}
          </Button>
        </Box>
        <ShortCode />
        <Group>
          <Cell icon="invoice" title={words.guest.mine} onTap={() => open('guestMine')} />
          <Cell icon="store" title={words.guest.merchant} onTap={() => open('signIn')} />
          <Cell
            icon="globe"
            title={language === 'en' ? '中文' : 'English'}
            onTap={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
          />
        </Group>
      </Box>
    </GuestPage>
  )
}

function ShortCode() {
  const words = useWords()
  const t = usePhrases()
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const find = () => {
    const { kind, code } = readScannedText(text)
    const isCode = kind !== 'unknown' && kind !== 'title'
    setIsWrong(!isCode)
    if (isCode) open('guestCode', { code })
  }
  return (
    <Form label={words.guest.orType} onSubmit={find}>
      <Group title={words.guest.orType}>
        <Field
          label={t.shortCode}
          value={text}
          maxLength={200}
          onChange={(value) => {
            setText(value)
            setIsWrong(false)
          }}
          hint={t.shortCodeHint}
          problem={isWrong ? t.shortCodeWrong : undefined}
          extra={
            <Button size="small" isSubmit>
              {t.shortCodeOpen}
            </Button>
          }
        />
      </Group>
    </Form>
  )
}

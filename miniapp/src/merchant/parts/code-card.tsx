import type { ReactNode } from 'react'
import { cx } from '@/lib/class-names'
import { guestAddress } from '@/lib/routes'
import type { Tone } from '@/logic/statuses'
import { copyText } from '@/platform'
import { useShared, wechat } from '@/platform/wechat'
import { Box, FileLink, Picture, Text } from '@/primitives'
import { ShareButton } from '@/primitives/open-button'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Icon } from '@/ui/icon'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

interface CodeCardProps {
  code: { code: string; shortCode: string; url: string; qr: { svg: string; png: string } }
  title: string
  state: { tone: Tone; text: string }
  /** A guest can use it now; otherwise the QR is pale. */
  isOpen: boolean
  /** It has done its work. */
  isDone?: boolean
  /** Stands between title and QR, e.g. the amount. */
  children?: ReactNode
}

/** The QR as a guest scans it from this screen, with the short form to type. */
export function CodeCard({ code, title, state, isOpen, isDone, children }: CodeCardProps) {
  const words = useWords()
  useShared({ title: words.codes.shareTitle(title), path: guestAddress(code.code) })
  const copy = async (text: string) => {
    await copyText(text)
    toast(words.actions.copied)
  }
  return (
    <Box className="code-card">
      <Box className="code-card-title">{title}</Box>
      {children}
      <Box className={cx('code-card-qr', !isOpen && 'code-card-closed')}>
        <Picture src={code.qr.svg} alt={words.codes.qrOf(title)} className="code-card-picture" />
        {isOpen ? null : (
          <Text className={cx('code-card-stamp', isDone && 'code-card-stamp-good')}>{state.text}</Text>
        )}
      </Box>
      <Box className="code-card-short" label={words.codes.shortCode}>
        {code.shortCode}
      </Box>
      <Box className="code-card-state" live="polite">
        <Tag tone={state.tone}>{state.text}</Tag>
      </Box>
      <Box className="code-card-buttons">
        {wechat && isOpen ? (
          <ShareButton className="button button-plain button-small">{words.codes.share}</ShareButton>
        ) : null}
        <Button size="small" icon="copy" onTap={() => void copy(code.url)}>
          {words.codes.copyLink}
        </Button>
        <Button size="small" icon="copy" onTap={() => void copy(code.shortCode)}>
          {words.codes.copyShort}
        </Button>
      </Box>
    </Box>
  )
}

/** Things to print: table cards as PDF, the QR of a receipt as a picture. */
export function PrintGroup({ code, kind }: { code: string; kind: 'order' | 'product' }) {
  const words = useWords()
  const path = `/api/v1/codes/${encodeURIComponent(code)}`
  const files =
    kind === 'product'
      ? (
          [
            ['a6', words.codes.cardA6],
            ['a5', words.codes.cardA5],
            ['a4x4', words.codes.cardA4],
          ] as const
        ).map(([size, text]) => ({
          text,
          path: `${path}/table-card.pdf?size=${size}`,
          name: `card-${size}.pdf`,
        }))
      : [
          { text: words.codes.cardA6, path: `${path}/table-card.pdf?size=a6`, name: 'card-a6.pdf' },
          { text: words.codes.receiptQr, path: `${path}/qr.png?purpose=receipt`, name: 'qr.png' },
        ]
  return (
    <Group title={words.codes.print}>
      {files.map((file) => (
        <FileLink key={file.path} path={file.path} name={file.name} className="cell" label={file.text}>
          <Icon name="print" className="cell-icon" />
          <Box className="cell-main">
            <Box className="cell-title">{file.text}</Box>
          </Box>
          <Icon name="forward" className="cell-forward" />
        </FileLink>
      ))}
    </Group>
  )
}

/** From when until when, in words. */
export function ValidityCell(props: {
  validFrom?: string
  validUntil?: string
  format: (iso: string) => string
}) {
  const words = useWords()
  const { validFrom, validUntil, format } = props
  const text =
    validFrom || validUntil
      ? `${validFrom ? format(validFrom) : '…'} – ${validUntil ? format(validUntil) : '…'}`
      : words.codes.unlimited
  return <Cell title={words.codes.validity} value={text} />
}

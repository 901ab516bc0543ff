import { readScannedText } from '@piaoma/shared/codes'
import type { CodeView } from '@piaoma/shared/contract'
import { noticeOfCode, noticeOfProblem, refuseMerge, say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { ShortCodeForm } from '../notice/short-code-form'
import { call, problemOf } from '../platform/api'
import { Icon } from '../ui/icons'
import { Sheet } from '../ui/sheet'
import { useAllWords } from '../words'
import { Camera } from './camera'

interface AddCodeProps {
  codes: readonly CodeView[]
  onAdd: (view: CodeView) => void
  onClose: () => void
}

/** A further code by camera or typed: looked up, checked, added. */
export function AddCode({ codes, onAdd, onClose }: AddCodeProps) {
  const t = useAllWords()
  const [isScanning, setScanning] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const add = async (code: string) => {
    if (isBusy) return
    setBusy(true)
    setProblem(undefined)
    setScanning(false)
    try {
      const view = await call('GET /api/v1/codes/:code', { params: { code } })
      const refusal = refuseMerge(codes, view)
      const notice = noticeOfCode(view)
      if (!refusal) onAdd(view)
      else setProblem(say(t[refusal], { name: view.sellerName, why: notice ? t[`${notice}Title`] : '' }))
    } catch (error) {
      setProblem(t[`${noticeOfProblem(problemOf(error))}Title`])
    } finally {
      setBusy(false)
    }
  }
  const readScan = (text: string): boolean => {
    const { kind, code } = readScannedText(text)
    if (kind === 'unknown' || kind === 'title') return false
    void add(code)
    return true
  }

  return (
    <Sheet title={t.addCodeTitle} onClose={onClose}>
      <p>{t.addCodeHint}</p>
      {isScanning ? (
        <Camera onText={readScan} />
      ) : (
        <button type="button" class="button" onClick={() => setScanning(true)}>
          <Icon name="camera" />
          {t.scan}
        </button>
      )}
      <ShortCodeForm button={t.add} onCode={add} problem={problem} isBusy={isBusy} />
    </Sheet>
  )
}

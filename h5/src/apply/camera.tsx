import { useEffect, useRef, useState } from 'preact/hooks'
import { openCamera, openReader, type QrReader } from '../scan/scan'
import { useAllWords } from '../words'

/** How often a frame is looked at. */
const LOOK_MS = 250

/** The camera's picture, looked at until `onText` accepts what a QR says; a photo where there is no camera. */
export function Camera({ onText }: { onText: (text: string) => boolean }) {
  const t = useAllWords()
  const video = useRef<HTMLVideoElement>(null)
  const reader = useRef<QrReader | null>(null)
  const [state, setState] = useState<'opening' | 'open' | 'denied'>('opening')
  const [isEmpty, setEmpty] = useState(false)
  const accept = useRef(onText)
  accept.current = onText

  useEffect(() => {
    let isOver = false
    let closeCamera: (() => void) | undefined
    const qr = openReader()
    reader.current = qr

    const look = async () => {
      while (!isOver && video.current) {
        const text = await qr.read(video.current)
        if (isOver || (text && accept.current(text))) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    }
    openCamera()
      .then((camera) => {
        if (isOver || !video.current) return camera.close()
        closeCamera = camera.close
        video.current.srcObject = camera.stream
        setState('open')
        return video.current.play().then(look)
      })
      .catch(() => setState('denied'))
    return () => {
      isOver = true
      closeCamera?.()
      qr.close()
    }
  }, [])

  const readPhoto = async (file: File | undefined) => {
    if (!file || !reader.current) return
    setEmpty(false)
    // A file that is no picture holds no code either.
    const text = await reader.current.readFile(file).catch(() => '')
    if (!text || !accept.current(text)) setEmpty(true)
  }

  return (
    <div class="camera">
      {state === 'denied' ? (
        <p class="alert" role="alert">
          {t.scanDenied}
        </p>
      ) : (
        <>
          <video ref={video} playsInline muted aria-label={t.scanAim} />
          <p class="hint" role="status">
            {state === 'open' ? t.scanAim : t.loading}
          </p>
        </>
      )}
      <label class="button second file">
        {t.scanPhoto}
        <input
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => readPhoto(event.currentTarget.files?.[0])}
        />
      </label>
      <p role="alert">{isEmpty && t.scanNothing}</p>
    </div>
  )
}

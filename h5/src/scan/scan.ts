import workerUrl from './decode-worker?worker&url'

/** Longest side of a looked-at picture: enough for a receipt's QR, small enough for an old phone. */
const FRAME_SIZE = 800
const PHOTO_SIZE = 1600

/** Reads QR codes from the camera's picture or from a photo. Empty text: none was found. */
export interface QrReader {
  read: (video: HTMLVideoElement) => Promise<string>
  readFile: (file: File) => Promise<string>
  close: () => void
}

interface Detector {
  detect: (source: CanvasImageSource) => Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

/** Opens the back camera; rejects where there is none or it is not allowed. */
export async function openCamera(): Promise<{ stream: MediaStream; close: () => void }> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  })
  const close = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  return { stream, close }
}

/** The browser's own detector where it has one, else a decoder in a worker that is only now loaded. */
export function openReader(): QrReader {
  const { BarcodeDetector } = window as unknown as { BarcodeDetector?: DetectorClass }
  const detector = BarcodeDetector && new BarcodeDetector({ formats: ['qr_code'] })
  let worker: Worker | undefined

  const decode = (source: CanvasImageSource, width: number, height: number, size: number) => {
    const frame = draw(source, width, height, size)
    if (!frame) return Promise.resolve('')
    const decoder = worker ?? new Worker(workerUrl, { type: import.meta.env.DEV ? 'module' : 'classic' })
    worker = decoder
    return new Promise<string>((resolve, reject) => {
      decoder.onmessage = (event: MessageEvent<string>) => resolve(event.data)
      decoder.onerror = () => reject(new Error('the QR decoder could not be loaded'))
      decoder.postMessage(frame, [frame.data.buffer])
    })
  }
  const find = async (source: CanvasImageSource, width: number, height: number, size: number) => {
    // Some systems have the class but not the service behind it: then the decoder takes over.
    const found = detector ? await detector.detect(source).catch(() => []) : []
    return found[0]?.rawValue || decode(source, width, height, size)
  }
  return {
    read: (video) => find(video, video.videoWidth, video.videoHeight, FRAME_SIZE),
    readFile: async (file) => {
      const image = await loadImage(file)
      return find(image, image.naturalWidth, image.naturalHeight, PHOTO_SIZE)
    },
    close: () => worker?.terminate(),
  }
}

function draw(source: CanvasImageSource, width: number, height: number, size: number): ImageData | undefined {
  const scale = Math.min(1, size / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  if (!context || canvas.width === 0 || canvas.height === 0) return undefined
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

function loadImage(file: File): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    const address = URL.createObjectURL(file)
    image.onload = () => {
      URL.revokeObjectURL(address)
      resolve(image)
    }
    image.onerror = () => {
      URL.revokeObjectURL(address)
      reject(new Error('the photo cannot be read'))
    }
    image.src = address
  })
}

import type { FileType } from '@piaoma/shared/contract'
import type { ReceivedFileReader } from './deps'
import { detectType } from './detect-type'
import { CAPTURE_LIMITS } from './limits'
import { isOfdPackage, unpackZip } from './unpack'
import type { CaptureOptions } from './worker/capture-messages'
import { createCaptureReader } from './worker/capture-pool'
import { createDrawer } from './worker/draw-pool'

/** The readers of this project behind one door: what takes long or may be hostile is read in their thread. */
export function createFileReader(
  engine: Pick<CaptureOptions, 'engine' | 'modelDir'> = {},
): ReceivedFileReader {
  const thread = createCaptureReader()
  const drawer = createDrawer()
  return {
    detect,
    unpack: (bytes) => unpackZip(bytes, CAPTURE_LIMITS),
    read: (bytes, { now, onProgress }) =>
      thread.read(bytes, { now, ...engine }, ({ picture, pictures }) =>
        onProgress((100 * picture) / (pictures + 1)),
      ),
    draw: (bytes, page) => drawer.draw(bytes, page),
    close: async () => {
      await Promise.all([thread.close(), drawer.close()])
    },
  }
}

/** What the bytes are, an OFD told from other archives. */
function detect(bytes: Uint8Array): FileType {
  const type = detectType(bytes)
  if (type === 'unknown') return 'other'
  return type === 'zip' && isOfdPackage(bytes) ? 'ofd' : type
}

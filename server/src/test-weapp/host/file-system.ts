import type { Device } from './device'
import type { WxOptions } from './types'

/** `wx.getFileSystemManager()`: files that the app puts away outlive it, like its storage. */
export function fileSystem(device: Device, copy: (value: unknown) => unknown): object {
  const done = (options: WxOptions | undefined, result: object, isRight: boolean) =>
    void setTimeout(() => {
      if (isRight) options?.success?.(copy(result))
      else options?.fail?.(copy({ errMsg: 'fail no such file or directory' }))
    }, 0)
  return {
    saveFile(options: WxOptions) {
      const from = String(options.tempFilePath)
      const bytes = device.files.get(from)
      const savedFilePath = from.replace('wxfile://tmp_', 'wxfile://store_')
      // WeChat moves it: the temporary path is gone.
      if (bytes) device.files.set(savedFilePath, bytes)
      device.files.delete(from)
      done(options, { savedFilePath, errMsg: 'saveFile:ok' }, bytes !== undefined)
    },
    removeSavedFile(options: WxOptions) {
      done(options, { errMsg: 'removeSavedFile:ok' }, device.files.delete(String(options.filePath)))
    },
  }
}

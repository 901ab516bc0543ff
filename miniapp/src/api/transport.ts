import type { Transport } from '@piaoma/shared/client'
import Taro from '@tarojs/taro'
import { serviceUrl } from '@/platform'

/** The contract's HTTP exchange by `Taro.request`, as text on both targets. Unreachable is status 0, not an exception. */
export const transport: Transport = async ({ method, path, headers, body }) => {
  try {
    const answer = await Taro.request<string>({
      url: serviceUrl(path),
      method: method as keyof Taro.request.Method,
      header: headers,
      dataType: 'text',
      responseType: 'text',
      timeout: 20_000,
      ...(body === undefined ? {} : { data: body }),
    })
    return { status: answer.statusCode, body: answer.data ?? '' }
  } catch {
    // No connection, time-out or aborted: the client turns status 0 into a problem that pages can show.
    return { status: 0, body: '' }
  }
}

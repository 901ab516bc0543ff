import type { Transport } from '@piaoma/shared/client'
import Taro from '@tarojs/taro'
import { serviceUrl } from '@/platform'

/** The contract's HTTP exchange by `Taro.request`, as text on both targets. Unreachable is status 0, not an exception. */
export const transport: Transport = async ({ method, path, headers, body }) => {
  try {
    const answer = await Taro.request<unknown>({
      url: serviceUrl(path),
      method: method as keyof Taro.request.Method,
      header: headers,
      dataType: 'text',
      responseType: 'text',
      timeout: 20_000,
      ...(body === undefined ? {} : { data: body }),
    })
    const { data } = answer
    // Some hosts parse JSON whatever they are asked.
    const text = typeof data === 'string' ? data : data == null ? '' : JSON.stringify(data)
    return { status: answer.statusCode, body: text }
  } catch {
    // No connection, time-out or aborted: the client turns status 0 into a problem that pages can show.
    return { status: 0, body: '' }
  }
}

import type { PassThrough } from 'node:stream'
import type { Context } from 'koa'
import type { ApplicationRow } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import type { Ground } from '../ground'
import { languageOf, streamView } from '../http'
import { findApplication, viewApplication } from './application-view'

const FINAL = new Set(['rejected', 'cancelled'])

/** Server-sent events named `application`: what the guest sees, whenever it differs. */
export function streamApplication(ground: Ground, ctx: Context, first: ApplicationRow): PassThrough {
  const language = languageOf(ctx)
  return streamView(ground, ctx, {
    event: 'application',
    topic: applicationTopic(first.id),
    read: async () => {
      const row = await findApplication(ground, first.token)
      const json = JSON.stringify(await viewApplication(ground, row, language))
      return { json, key: json.replace(/"expectedSeconds":\d+,?/, ''), isFinal: FINAL.has(row.status) }
    },
  })
}

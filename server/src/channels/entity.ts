import { EntitySchema } from 'typeorm'
import { text, time } from '../db'

/** A channel's access token, shared by all processes because the platforms count how often one is asked for. */
export interface ChannelTokenRow {
  /** SHA-256 of channel and credentials. */
  id: string
  /** Sealed with the data key. */
  token: string
  expiresAt: number
}
export const channelTokenEntity = new EntitySchema<ChannelTokenRow>({
  name: 'channel_token',
  columns: { id: text(64, { primary: true }), token: text(2000), expiresAt: time() },
})

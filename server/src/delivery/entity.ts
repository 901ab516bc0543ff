import type { DeliveryStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { flag, id, integer, json, ref, text, time } from '../db'

/** 交付: one message to one address about the invoices of one application. */
export interface DeliveryRow {
  id: string
  merchantId: string
  applicationId: string
  channel: 'email' | 'sms' | 'wallet'
  target: string
  status: DeliveryStatus
  attempts: number
  problem: string | null
  createdAt: number
  updatedAt: number
}
export const deliveryEntity = new EntitySchema<DeliveryRow>({
  name: 'delivery',
  columns: {
    id: id(),
    merchantId: ref(),
    applicationId: ref(),
    channel: text(10),
    target: text(254),
    status: text(10),
    attempts: integer(),
    problem: text(300, { nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  indices: [
    { name: 'ix_delivery_application', columns: ['applicationId'] },
    { name: 'ix_delivery_merchant', columns: ['merchantId', 'status'] },
  ],
})

/** Where a merchant's own system listens. */
export interface WebhookEndpointRow {
  id: string
  merchantId: string
  url: string
  /** Sealed with the data key. */
  secret: string
  isActive: boolean
  createdAt: number
}
export const webhookEndpointEntity = new EntitySchema<WebhookEndpointRow>({
  name: 'webhook_endpoint',
  columns: {
    id: id(),
    merchantId: ref(),
    url: text(500),
    secret: text(300),
    isActive: flag(),
    createdAt: time(),
  },
  indices: [{ name: 'ix_webhook_endpoint_merchant', columns: ['merchantId'] }],
})

export interface WebhookAttempt {
  at: number
  httpStatus?: number
  problem?: string
}
/** One event for one endpoint with every attempt to send it. */
export interface WebhookMessageRow {
  id: string
  merchantId: string
  endpointId: string
  event: string
  /** The exact body that is signed and sent, every time. */
  payload: string
  status: 'pending' | 'sent' | 'failed'
  attempts: WebhookAttempt[]
  nextAttemptAt: number | null
  createdAt: number
}
export const webhookMessageEntity = new EntitySchema<WebhookMessageRow>({
  name: 'webhook_message',
  columns: {
    id: id(),
    merchantId: ref(),
    endpointId: ref(),
    event: text(40),
    payload: { type: 'text' },
    status: text(10),
    attempts: json(),
    nextAttemptAt: time({ nullable: true }),
    createdAt: time(),
  },
  indices: [{ name: 'ix_webhook_message_list', columns: ['merchantId', 'id'] }],
})

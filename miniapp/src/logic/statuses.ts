import {
  type ApplicationStatus,
  type DeliveryStatus,
  ORDER_CODE_STATUSES,
  type OrderCodeStatus,
  type ProductCodeStatus,
} from '@piaoma/shared/states'

/** How a state looks: the colour of its tag. */
export type Tone = 'good' | 'warn' | 'danger' | 'info' | 'neutral'

/** The views of the review page: each state stands in exactly one. */
export const REVIEW_TABS = {
  reviewing: ['reviewing'],
  running: ['submitted', 'issuing', 'waiting'],
  issued: ['issued'],
  trouble: ['refused'],
  closed: ['rejected', 'cancelled'],
} as const satisfies Record<string, readonly ApplicationStatus[]>
/** A view of the review page. */
export type ReviewTab = keyof typeof REVIEW_TABS

export const APPLICATION_TONES: Readonly<Record<ApplicationStatus, Tone>> = {
  submitted: 'info',
  reviewing: 'warn',
  rejected: 'neutral',
  issuing: 'info',
  waiting: 'warn',
  issued: 'good',
  refused: 'danger',
  cancelled: 'neutral',
}

/** What a merchant calls the state of an order code: a code past its date is expired, whatever its status. */
export const ORDER_CODE_STATES = [...ORDER_CODE_STATUSES, 'expired'] as const
/** A state of an order code, expiry among them. */
export type OrderCodeState = (typeof ORDER_CODE_STATES)[number]

/** The state as a merchant calls it. */
export function orderCodeState(code: { status: OrderCodeStatus; isExpired: boolean }): OrderCodeState {
  return code.isExpired &&
    (code.status === 'active' || code.status === 'inactive' || code.status === 'unpaid')
    ? 'expired'
    : code.status
}

export const ORDER_CODE_TONES: Readonly<Record<OrderCodeState, Tone>> = {
  unpaid: 'warn',
  active: 'good',
  inactive: 'neutral',
  reserved: 'info',
  spent: 'neutral',
  void: 'neutral',
  expired: 'warn',
}

/** A state of a product code, expiry among them. */
export type ProductCodeState = ProductCodeStatus | 'expired'

/** The state as a merchant calls it. */
export function productCodeState(code: { status: ProductCodeStatus; isExpired: boolean }): ProductCodeState {
  return code.isExpired && code.status === 'active' ? 'expired' : code.status
}

export const PRODUCT_CODE_TONES: Readonly<Record<ProductCodeState, Tone>> = {
  active: 'good',
  inactive: 'neutral',
  void: 'neutral',
  expired: 'warn',
}

export const DELIVERY_TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: 'info',
  sending: 'info',
  sent: 'good',
  failed: 'danger',
}

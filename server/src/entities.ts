import { applicationEntity } from './applications/entity'
import { channelTokenEntity } from './channels/entity'
import { codeEntity, codeUseEntity } from './codes/entity'
import { deliveryEntity, webhookEndpointEntity, webhookMessageEntity } from './delivery/entity'
import { invoiceFileEntity } from './documents/entity'
import { idempotencyEntity } from './http/entity'
import { invoiceEntity, issueRequestEntity } from './issuing/entity'
import { jobEntity } from './jobs/entity'
import {
  alarmEntity,
  apiKeyEntity,
  auditEntity,
  goodsEntity,
  membershipEntity,
  merchantEntity,
  sessionEntity,
  storeEntity,
  taxpayerEntity,
  tillEntity,
  userEntity,
} from './merchants/entity'

/** Every table of the service. */
export const entities = [
  merchantEntity,
  taxpayerEntity,
  storeEntity,
  goodsEntity,
  userEntity,
  membershipEntity,
  sessionEntity,
  apiKeyEntity,
  tillEntity,
  auditEntity,
  alarmEntity,
  codeEntity,
  applicationEntity,
  codeUseEntity,
  issueRequestEntity,
  invoiceEntity,
  invoiceFileEntity,
  deliveryEntity,
  webhookEndpointEntity,
  webhookMessageEntity,
  channelTokenEntity,
  jobEntity,
  idempotencyEntity,
]

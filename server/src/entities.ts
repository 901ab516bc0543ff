import { invoiceDraftEntity } from './applications/draft-entity'
import { applicationEntity } from './applications/entity'
import { archiveEntryEntity, archivePackageEntity } from './archive/entity'
import {
  captureEntity,
  receivedCorrectionEntity,
  receivedFileEntity,
  receivedInvoiceEntity,
} from './capture/entity'
import { mailboxEntity, mailboxMessageEntity } from './capture/mailbox/entity'
import { walletPickEntity } from './capture/wallet/entity'
import { channelTokenEntity } from './channels/entity'
import { codeEntity, codeUseEntity } from './codes/entity'
import { customerEntity } from './customers/entity'
import { deliveryEntity, webhookEndpointEntity, webhookMessageEntity } from './delivery/entity'
import { walletCardEntity } from './delivery/wallet/entity'
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
import {
  wechatAccountEntity,
  wechatConsentEntity,
  wechatIdentityEntity,
  wechatTicketEntity,
  wechatTitleEntity,
} from './merchants/wechat/entity'
import { payAccountEntity, payEventEntity, paymentEntity } from './payments/entity'
import { ruleSettingsEntity } from './pool/entity'
import { sheetEntity } from './pool/sheets/entity'
import { soldGoodsEntity } from './statistics/entity'
import { verificationAccountEntity, verificationAttemptEntity } from './verification/entity'
import { wechatEventEntity, wechatTokenEntity } from './wechat/mp/entity'

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
  invoiceDraftEntity,
  codeUseEntity,
  issueRequestEntity,
  invoiceEntity,
  invoiceFileEntity,
  customerEntity,
  soldGoodsEntity,
  deliveryEntity,
  webhookEndpointEntity,
  webhookMessageEntity,
  channelTokenEntity,
  payAccountEntity,
  payEventEntity,
  paymentEntity,
  walletCardEntity,
  wechatAccountEntity,
  wechatIdentityEntity,
  wechatTicketEntity,
  wechatConsentEntity,
  wechatTitleEntity,
  wechatTokenEntity,
  wechatEventEntity,
  receivedFileEntity,
  captureEntity,
  receivedInvoiceEntity,
  receivedCorrectionEntity,
  verificationAccountEntity,
  verificationAttemptEntity,
  ruleSettingsEntity,
  sheetEntity,
  archiveEntryEntity,
  archivePackageEntity,
  mailboxEntity,
  mailboxMessageEntity,
  walletPickEntity,
  jobEntity,
  idempotencyEntity,
]

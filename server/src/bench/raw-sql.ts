/** The statements of the baselines: what the service's hot paths need and nothing else, for both engines. */
export const SQL = {
  findCode: `SELECT c.*, m.\`name\` AS merchantName, m.\`reviewAboveFen\`, m.\`contactPhone\`,
    s.\`name\` AS storeName, s.\`phone\` AS storePhone, t.\`name\` AS sellerName
    FROM \`code\` c JOIN \`store\` s ON s.\`id\` = c.\`storeId\`
    JOIN \`merchant\` m ON m.\`id\` = c.\`merchantId\` JOIN \`taxpayer\` t ON t.\`id\` = c.\`taxpayerId\`
    WHERE c.\`token\` = ?`,
  findAnswer: 'SELECT * FROM `idempotency` WHERE `id` = ?',
  reserveCode: `UPDATE \`code\` SET \`status\` = 'reserved', \`usedBy\` = ?, \`usedAt\` = ?, \`updatedAt\` = ?
    WHERE \`id\` = ? AND \`kind\` = 'order' AND \`status\` = 'active'
    AND (\`validFrom\` IS NULL OR \`validFrom\` <= ?) AND (\`validUntil\` IS NULL OR \`validUntil\` > ?)`,
  insertApplication: insertInto('application', [
    'id',
    'merchantId',
    'storeId',
    'taxpayerId',
    'token',
    'status',
    'version',
    'codeKind',
    'kind',
    'buyer',
    'buyerName',
    'email',
    'mobile',
    'remark',
    'lines',
    'amountFen',
    'reviewCause',
    'reasonCode',
    'reasonText',
    'language',
    'isDeliveryPlanned',
    'submittedAt',
    'updatedAt',
  ]),
  insertUse: insertInto('code_use', ['id', 'merchantId', 'applicationId', 'codeId', 'holdKey']),
  insertJob: insertInto('job', [
    'id',
    'kind',
    'payload',
    'subject',
    'status',
    'availableAt',
    'attempts',
    'claimToken',
    'problem',
    'createdAt',
  ]),
  insertAnswer: insertInto('idempotency', ['id', 'requestHash', 'httpStatus', 'answer', 'createdAt']),
  insertCode: insertInto('code', [
    'id',
    'merchantId',
    'storeId',
    'taxpayerId',
    'kind',
    'status',
    'source',
    'token',
    'shortCode',
    'orderNo',
    'orderKey',
    'title',
    'lines',
    'amountFen',
    'minAmountFen',
    'maxAmountFen',
    'kinds',
    'remark',
    'validFrom',
    'validUntil',
    'usedBy',
    'usedAt',
    'createdAt',
    'updatedAt',
  ]),
  insertAudit: insertInto('audit', [
    'id',
    'merchantId',
    'targetType',
    'targetId',
    'actor',
    'action',
    'detail',
    'at',
  ]),
} as const

function insertInto(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `\`${column}\``)
  return `INSERT INTO \`${table}\` (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
}

export type Value = string | number | null
export type Row = Record<string, unknown>
export type Statement = readonly [sql: string, values: readonly Value[]]

/** A bare driver: one statement, or several in one transaction. */
export interface RawDatabase {
  read(sql: string, values: readonly Value[]): Promise<Row[]> | Row[]
  /** Rolls back and throws when the first statement changes no row. */
  write(statements: readonly Statement[]): Promise<void> | void
}

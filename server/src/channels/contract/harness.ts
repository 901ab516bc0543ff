import type { InvoiceLine } from '@piaoma/shared/invoice'
import type {
  FileFormat,
  IssueOrder,
  OperatorState,
  QueryOutcome,
  TaxChannel,
} from '../../issuing/tax-channel'

/** Troubles that every channel must take in the same way; a harness maps them to its simulator. */
export type ContractFault =
  | { kind: 'timeout_before_acceptance' | 'timeout_after_acceptance' }
  | { kind: 'connection_reset' | 'http_error'; isAccepted: boolean }
  | { kind: 'garbage'; body: string }
  | { kind: 'duplicate_answer' | 'out_of_order' | 'token_expired' }
  | { kind: 'late_result'; ms: number; queries: number }
  | { kind: 'quota_exhausted' | 'operator_login_required' | 'operator_identity_required' }
  | { kind: 'other_amount'; deltaFen: number }
  | { kind: 'missing_file' | 'wrong_file'; format: FileFormat }

/** One channel opposite its simulator, over real sockets. */
export interface ChannelHarness {
  channel: TaxChannel
  /** The same channel with nobody at the other end. */
  deadChannel: TaxChannel
  /** The fault strikes `times` times at most. */
  fault(fault: ContractFault, times: number): Promise<void>
  clearFaults(): Promise<void>
  /** How many invoices the bureau has really issued under this serial, and for how much. */
  issued(serial: string): Promise<{ number: string; totalFen: number }[]>
  /** A valid order with a serial never used before. */
  order(change?: Partial<IssueOrder>): IssueOrder
  setOperator(state: OperatorState['state']): Promise<void>
  setQuotaFen(totalFen: number): Promise<void>
  /** The invoice number that a file says it is of. */
  numberIn(bytes: Uint8Array): string
  /** Words that must never show up in an outcome: secrets, tokens. */
  secrets: string[]
  end(): Promise<void>
}

/** A line of 106.00 yuan at 6 %. */
export const CONTRACT_LINE: InvoiceLine = {
  nature: 'plain',
  name: '*生产生活服务*餐饮服务',
  quantity: '1',
  unitPrice: '100',
  amountFen: 10_000,
  taxFen: 600,
  totalFen: 10_600,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}

/** The harness of the running suite, made before its first test. */
export type Use = () => ChannelHarness

/** Asks until the bureau is done with it. */
export async function settled(channel: TaxChannel, serial: string): Promise<QueryOutcome> {
  for (let round = 0; round < 100; round += 1) {
    const outcome = await channel.query(serial)
    if (outcome.outcome !== 'processing') return outcome
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('still processing')
}

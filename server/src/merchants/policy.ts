import type { Role } from '@piaoma/shared/contract'
import { AppError, type Person } from '../http'

/** Everything a session may be asked to hold; the names stand in the contract's endpoints. */
export const PERMISSIONS = [
  'applications.read',
  'applications.review',
  'codes.read',
  'codes.write',
  'invoices.read',
  'invoices.send',
  'invoices.issue',
  'customers.read',
  'customers.write',
  'statistics.read',
  'settings.read',
  'settings.write',
  'members.read',
  'members.write',
  'keys.read',
  'keys.write',
  'stores.read',
  /** Hand in received invoices and see one's own. */
  'received.capture',
  /** See and manage everybody's. */
  'received.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  reviewer: [
    'applications.read',
    'applications.review',
    'codes.read',
    'codes.write',
    'invoices.read',
    'invoices.send',
    'invoices.issue',
    'customers.read',
    'customers.write',
    'statistics.read',
    'settings.read',
    'stores.read',
    'received.capture',
  ],
  cashier: [
    'applications.read',
    'codes.read',
    'codes.write',
    'invoices.read',
    'invoices.send',
    'invoices.issue',
    'customers.read',
    'customers.write',
    'stores.read',
    'received.capture',
  ],
  finance: [
    'applications.read',
    'codes.read',
    'invoices.read',
    'invoices.send',
    'customers.read',
    'statistics.read',
    'settings.read',
    'members.read',
    'keys.read',
    'stores.read',
    'received.capture',
    'received.manage',
  ],
  // Hands in receipts of his own; nothing of the merchant's.
  employee: ['received.capture'],
}

/** What a role may do, in the order of `PERMISSIONS`. */
export function permissionsOf(role: Role): readonly Permission[] {
  return TABLE[role]
}

/** Whether a role may do what an endpoint asks; a permission nobody knows is given to nobody. */
export function isAllowed(role: Role, permission: string): boolean {
  return TABLE[role].some((held) => held === permission)
}

/** The stores a person is limited to; null = every store. Owners are never limited. */
export function storeScope(person: Pick<Person, 'role' | 'storeIds'>): string[] | null {
  return person.role === 'owner' ? null : person.storeIds
}

/** Refuses (`resource.not_found`, as if it did not exist) what belongs to a store outside the person's scope. */
export function assertStore(person: Pick<Person, 'role' | 'storeIds'>, storeId: string): void {
  const scope = storeScope(person)
  if (scope !== null && !scope.includes(storeId)) throw new AppError('resource.not_found')
}

/** Whose received invoices somebody may see; null = everybody's. */
export function receivedScope(person: Pick<Person, 'role' | 'userId'>): string | null {
  return isAllowed(person.role, 'received.manage') ? null : person.userId
}

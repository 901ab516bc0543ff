import { refuse } from './refusal'
import type { Account } from './world'

interface Rule {
  path: RegExp
  isAllowed(account: Account): boolean
  errcode?: number
}

const isService = ({ type, isVerified }: Account) => type === 'service' && isVerified

/** Account type × API (facts 2.1, 2.6, 3). The first rule that fits decides. */
const RULES: Rule[] = [
  {
    path: /^\/card\/invoice\/reimburse\//,
    isAllowed: ({ type, isVerified, powers }) =>
      isVerified && (type === 'miniapp' || powers.includes('reimburse')),
  },
  {
    path: /^\/card\/invoice\//,
    isAllowed: (account) => isService(account) && account.powers.includes('invoice'),
  },
  { path: /^\/wxa\/business\/getuserphonenumber$/, isAllowed: (a) => a.type === 'miniapp' && a.isVerified },
  { path: /^\/(wxa|cgi-bin\/message\/subscribe)\//, isAllowed: ({ type }) => type === 'miniapp' },
]
const PLATFORM = /^\/card\/invoice\/(platform\/|insert$)/

export function authorise(account: Account, path: string): void {
  if (account.type === 'component' && path.startsWith('/card/invoice/'))
    refuse(61_007, 'api is unauthorized to component')
  const rule = RULES.find((one) => one.path.test(path))
  if (rule && !rule.isAllowed(account)) refuse(48_001, 'api unauthorized')
  if (PLATFORM.test(path) && !account.powers.includes('platform'))
    refuse(72_015, 'unauthorized create invoice')
}

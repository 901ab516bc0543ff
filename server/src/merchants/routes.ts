import type { Ground } from '../ground'
import type { Guard, RateLimits } from '../http'
import { mountKeys, mountMembers } from './access-routes'
import { mountHistory } from './history-routes'
import { mountSessions } from './session-routes'
import { mountAlarms, mountGoods, mountSettings } from './settings-routes'

/** Sign-in and everything a merchant sets: `/api/v1/sessions…` and the settings part of `/api/v1/merchant/…`. */
export function mountMerchants(guard: Guard, ground: Ground, limits: RateLimits): void {
  mountSessions(guard, ground, limits)
  mountSettings(guard, ground)
  mountGoods(guard, ground)
  mountMembers(guard, ground)
  mountKeys(guard, ground)
  mountAlarms(guard, ground)
  mountHistory(guard, ground)
}

import type { Ground } from '../../ground'
import type { Storage } from '../../storage'
import type { WalletRoute } from './route'

/** What the card wallet works with; made in compose.ts. */
export interface WalletDeps {
  ground: Ground
  storage: Storage
  /** Every way there is; each merchant chooses among them. */
  routes: readonly WalletRoute[]
}

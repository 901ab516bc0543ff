import { Not } from 'typeorm'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { actingAs } from './acting'
import { acceptPassword, checkPassword } from './attempts'
import { recordAudit } from './audit'
import { sessionEntity, userEntity } from './entity'
import { hashPassword } from './password'

/**
 * Sets a person's password; all his other sessions and links end. Whoever has none yet (he came by a link) need not
 * name one. Refuses with `auth.failed` and `auth.locked`: a stolen session is no way to guess the password.
 */
export async function changePassword(
  ground: Ground,
  person: Person,
  change: { current?: string | undefined; next: string },
): Promise<void> {
  const { userId } = person
  const user = await ground.db.manager.findOneByOrFail(userEntity, { id: userId })
  if (user.passwordHash !== null) {
    const { current } = change
    if (current === undefined)
      throw new AppError('request.invalid', { fields: [{ path: 'current', code: 'field.required' }] })
    await checkPassword(ground, user, current)
  }
  const passwordHash = await hashPassword(change.next)
  await ground.db.transaction(async (tx) => {
    await acceptPassword(tx.manager, user)
    await tx.manager.update(userEntity, { id: userId }, { passwordHash })
    await tx.manager.delete(sessionEntity, { userId, tokenHash: Not(person.sessionHash) })
    await recordAudit(ground, tx, {
      ...actingAs(person),
      targetType: 'user',
      targetId: userId,
      action: 'password.change',
    })
  })
}

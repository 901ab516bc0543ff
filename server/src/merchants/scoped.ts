import type { EntityManager, EntitySchema, FindOptionsOrder, FindOptionsWhere } from 'typeorm'
import { AppError } from '../http'

interface Owned {
  id: string
  merchantId: string
}

/** The rows of one merchant in one table. No method can reach another merchant's row, whatever `where` says. */
export interface Scoped<Row extends Owned> {
  findOne(where: FindOptionsWhere<Row>): Promise<Row | null>
  /** By id; refuses with `resource.not_found`. */
  get(id: string): Promise<Row>
  find(
    where?: FindOptionsWhere<Row>,
    options?: { order?: FindOptionsOrder<Row>; take?: number },
  ): Promise<Row[]>
  count(where?: FindOptionsWhere<Row>): Promise<number>
  /** Answers how many rows met `where`. `merchantId` itself cannot be changed. */
  update(where: FindOptionsWhere<Row>, set: Partial<Omit<Row, 'id' | 'merchantId'>>): Promise<number>
  delete(where: FindOptionsWhere<Row>): Promise<number>
  insert(row: Omit<Row, 'merchantId'>): Promise<Row>
}

/** A table as one merchant sees it; `manager` is the open transaction's or the database's. */
export function forMerchant<Row extends Owned>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  merchantId: string,
): Scoped<Row> {
  // `merchantId` comes last: nothing in `where` can take its place.
  const mine = (where: FindOptionsWhere<Row> = {}) => ({ ...where, merchantId }) as FindOptionsWhere<Row>
  const repository = manager.getRepository(entity)
  return {
    findOne: (where) => repository.findOneBy(mine(where)),
    async get(id) {
      const row = await repository.findOneBy(mine({ id } as FindOptionsWhere<Row>))
      if (!row) throw new AppError('resource.not_found')
      return row
    },
    find: (where, options = {}) => repository.find({ ...options, where: mine(where) }),
    count: (where) => repository.countBy(mine(where)),
    async update(where, set) {
      // TypeORM refuses an UPDATE without columns; a change of nothing changes nothing.
      if (Object.values(set).every((value) => value === undefined)) return repository.countBy(mine(where))
      const { affected } = await repository.update(mine(where), set as object)
      return affected ?? 0
    },
    async delete(where) {
      const { affected } = await repository.delete(mine(where))
      return affected ?? 0
    },
    async insert(row) {
      const whole = { ...row, merchantId } as unknown as Row
      await repository.insert(whole as object)
      return whole
    },
  }
}

import { type ManualInvoiceInput, manualInvoiceInput } from '@piaoma/shared/contract'
import { expect, test } from 'vitest'
import { AppError } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildShop, DINNER, EMPTY_DRAFT, taxNumber } from '../test/shop'
import { invoiceDraftEntity } from './draft-entity'
import { applicationEntity } from './entity'
import { createDraft } from './invoice-drafts'
import { submitManual } from './submit-manual'

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

describeOnDatabases('manual invoices', (open) => {
  async function scene() {
    const ground = createTestGround(await open())
    const shop = await buildShop(ground)
    const person = (role: 'owner' | 'cashier', storeIds: string[] | null = null) => ({
      type: 'person' as const,
      userId: shop.ownerId,
      userName: '某人',
      merchantId: shop.merchantId,
      role,
      storeIds,
      sessionHash: '',
    })
    const request = (more: Partial<ManualInvoiceInput> = {}) =>
      manualInvoiceInput.parse({
        storeId: shop.storeIds[0],
        kind: 'normal',
        buyer: { type: 'company', name: '上海示例贸易有限公司', taxpayerId: taxNumber(9_999_999) },
        lines: [DINNER],
        ...more,
      })
    const applications = () => ground.db.manager.findBy(applicationEntity, { merchantId: shop.merchantId })
    return { ground, shop, person, request, applications }
  }
  const keepDraft = (ground: TestGround, owner: Parameters<typeof createDraft>[2]) =>
    ground.db.transaction((tx) => createDraft(ground, tx, owner, EMPTY_DRAFT))

  test('of who may review it is issued at once; of a cashier it waits for a reviewer', async () => {
    const { ground, person, request, applications } = await scene()
    const { answer } = await submitManual(ground, person('owner'), request(), 'manual-key-1')
    expect(answer.status).toBe('submitted')
    const waiting = await submitManual(ground, person('cashier'), request(), 'manual-key-2')
    expect(waiting.answer.status).toBe('reviewing')
    const rows = await applications()
    expect(rows.find((row) => row.id === waiting.answer.id)).toMatchObject({
      codeKind: 'manual',
      reviewCause: 'manual',
      amountFen: 12_800,
    })
  })

  test('twenty taps with one key make one application', async () => {
    const { ground, person, request, applications } = await scene()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => submitManual(ground, person('owner'), request(), 'manual-key-tap')),
    )
    expect(new Set(answers.map(({ answer }) => answer.id)).size).toBe(1)
    expect(await applications()).toHaveLength(1)
  })

  test('a draft is submitted once, whatever keys the devices made up', async () => {
    const { ground, person, request, applications } = await scene()
    const { id: draftId } = await keepDraft(ground, person('owner'))
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) =>
        submitManual(ground, person('owner'), request({ draftId }), `manual-draft-${n}`),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await applications()).toHaveLength(1)
    expect(await ground.db.manager.countBy(invoiceDraftEntity, { id: draftId })).toBe(0)
    const again = submitManual(ground, person('owner'), request({ draftId }), 'manual-draft-late')
    expect(await refusal(again)).toBe('resource.conflict')
  })

  test('what is refused leaves the draft as it is', async () => {
    const { ground, shop, person, request } = await scene()
    const { id: draftId } = await keepDraft(ground, person('owner'))
    const elsewhere = person('cashier', [shop.storeIds[1] ?? ''])
    expect(await refusal(submitManual(ground, elsewhere, request({ draftId }), 'manual-refused'))).toBe(
      'resource.not_found',
    )
    expect(await ground.db.manager.countBy(invoiceDraftEntity, { id: draftId })).toBe(1)
  })
})

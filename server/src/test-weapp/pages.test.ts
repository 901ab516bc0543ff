import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { capturePicture } from '../test-service/capture-scene'
import { apply, makeOrderCode, makeProductCode, untilFiled } from '../test-service/service-scene'
import { canRunWeapp, checkWxss, routesOf } from './host'
import type { AppJson } from './host/types'
import { pageQueries } from './page-queries'
import { DIST, signIn, useScene } from './scene'

const isHere = canRunWeapp()

if (isHere)
  describeOnDatabases('the built mini-program', (open) => {
    const scene = useScene(open)

    test('its styles compile by WeChat’s compiler', () => {
      expect(() => checkWxss(DIST)).not.toThrow()
    })

    test('every page of app.json opens', async () => {
      const { shop, test: service, phone: makePhone, hire } = scene()
      const order = await makeOrderCode(shop)
      const { token, id } = await apply(service, [order.code])
      const issued = await untilFiled(service, token)
      const product = await makeProductCode(shop)
      const received = await capturePicture(service, shop)
      const { items } = await shop.owner('GET /api/v1/merchant/invoices', { query: {} })
      const sheet = await shop.owner('POST /api/v1/merchant/sheets', {
        body: { title: '十一月差旅' },
        idempotencyKey: 'sheet-of-every-page',
      })
      const queries = pageQueries({
        orderCode: order.id,
        productCode: product.id,
        received: received.receivedId,
        sheet: sheet.id,
        code: product.code,
        application: id,
        token,
        invoice: items[0]?.id ?? '',
      })
      expect(issued.invoices).toHaveLength(1)
      const phone = makePhone()
      await signIn(phone, await hire('owner'))
      const appJson = JSON.parse(readFileSync(join(DIST, 'app.json'), 'utf8')) as AppJson
      for (const route of routesOf(appJson)) {
        const query = queries[route]
        await phone.launch(query ? `/${route}?${query}` : `/${route}`)
        await phone.waitFor(`words on ${route}`, () => phone.text().length > 10)
        await phone.miss('没有加载成功')
      }
    })
  })

import { expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { canRunWeapp, createDevice } from './host'
import { hasClass } from './host/tree'
import { signIn, useScene } from './scene'

const isHere = canRunWeapp()

/** As the app keeps it after so many applications. */
const manyApplications = (count: number) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      token: `token-${index}`,
      merchantName: `小馆${index}`,
      buyerName: '上海示例贸易有限公司',
      amountFen: 12_800,
      at: 1_700_000_000_000 - index,
    })),
  )

if (isHere)
  describeOnDatabases('the habits of a phone', (open) => {
    const scene = useScene(open)

    test('a long list draws only what is near the screen, wherever it is scrolled to', async () => {
      const device = createDevice()
      device.storage.set('piaoma.guest.applications', manyApplications(500))
      const phone = scene().phone(device)
      await phone.launch('/guest/mine/index')
      await phone.see('小馆0 ')
      for (const top of [500, 1500, 4000, 9000, 20_000, 30_000, 33_000]) await phone.scrollTo(top)
      await phone.waitFor('rows further down', () => !phone.text().includes('小馆0 '))
      const rows = phone.tree().nodes.filter((node) => hasClass(node, 'rows-item'))
      expect(rows.length).toBeGreaterThan(10)
      expect(rows.length).toBeLessThan(80)
    })

    test('letters follow the size that WeChat is set to', async () => {
      const phone = scene().phone(createDevice({ fontSize: 22 }))
      await phone.launch('/guest/home/index')
      const page = phone.tree().nodes.find((node) => hasClass(node, 'page'))
      expect(String(page?.attrs.style)).toContain('--scale: 1.375')
    })

    test('speaks the language that WeChat is set to', async () => {
      const phone = scene().phone(createDevice({ language: 'en' }))
      await phone.launch('/guest/home/index')
      await phone.see('Get your invoice')
      expect(phone.offers('Scan a code')).toBe(true)
    })

    test('a list that is pulled down is read again', async () => {
      const phone = scene().phone()
      await signIn(phone, await scene().hire('owner'))
      await phone.launch('/merchant/review/index')
      await phone.see('待审核')
      await phone.pullDown()
      await phone.waitFor('the end of the pull', () =>
        phone.device.calls.some(([name]) => name === 'stopPullDownRefresh'),
      )
      expect(phone.route).toBe('merchant/review/index')
    })

    test('every control on the guest’s pages has a name for who cannot see it', async () => {
      const phone = scene().phone()
      await phone.launch('/guest/home/index')
      const nameless = phone
        .tree()
        .nodes.filter((node) => node.attrs.ariaRole === 'button' && !node.attrs.ariaLabel)
        .filter((node) => node.children.length === 0)
      expect(nameless).toEqual([])
    })
  })

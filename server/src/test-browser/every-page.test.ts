import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { chromiumPath, launch, openWindow, type Screen } from './browser'
import { demoOf } from './demo'
import { consolePlaces, guestPlaces, type Place } from './every-page'
import { inLargeLetters, isTooWide, seriousFaults, smallTargets } from './look'
import { type ShopDay, startDay } from './shop-day'
import { type StorageState, signIn } from './sign-in'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }

let browser: Browser
let day: ShopDay
let signedIn: StorageState
const demo = () => demoOf(inject('demo'))

/** Opens each place, two at a time, and gathers what `look` finds, under the place's name. */
async function lookAtAll(
  places: readonly Place[],
  screen: Screen,
  look: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  const found: string[] = []
  const waiting = [...places]
  const worker = async () => {
    const { context, page, complaints } = await openWindow(browser, screen)
    for (let place = waiting.shift(); place; place = waiting.shift()) {
      await page.goto(demo().file.baseUrl + place.path)
      await place.ready(page)
      await place.act?.(page)
      const { name } = place
      found.push(...(await look(page)).map((fault) => `${name}: ${fault}`))
      if (await isTooWide(page)) found.push(`${name}: wider than the screen`)
      found.push(...complaints.splice(0).map((complaint) => `${name}: ${complaint}`))
    }
    await context.close()
  }
  await Promise.all([worker(), worker()])
  return found
}

describe.runIf(chromiumPath)('every page', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    browser = await launch(chromiumPath ?? '')
    day = await startDay(demo())
    signedIn = await signIn(browser, demo(), demo().file.console)
  })
  afterAll(() => browser?.close())

  test('of the console on a phone: axe by day and in the dark, 44 px, large letters', async () => {
    const found = await lookAtAll(consolePlaces(day), { ...PHONE, storageState: signedIn }, async (page) => [
      ...(await byDayAndNight(page)),
      ...(await inLargeLetters(page)),
    ])
    expect(found).toEqual([])
  })

  test('of the console on a desk, where it is another', async () => {
    const places = consolePlaces(day).filter(({ isOtherOnDesk }) => isOtherOnDesk)
    expect(await lookAtAll(places, { ...DESK, storageState: signedIn }, seriousFaults)).toEqual([])
  })

  test('has the letters that the browser is set to', async () => {
    const { context, page } = await openWindow(browser, { ...PHONE, storageState: signedIn })
    await context.addInitScript(`document.addEventListener('readystatechange', () => {
      if (document.readyState === 'interactive') document.documentElement.style.fontSize = '24px'
    })`)
    await page.goto(`${demo().file.console.url}home`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    // The title is 17 px when letters are of the usual size.
    expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontSize')).toBe('25.5px')
    await context.close()
  })

  test('of a guest: axe by day and in the dark, 44 px', async () => {
    expect(await lookAtAll(guestPlaces(day), PHONE, byDayAndNight)).toEqual([])
  })
})

/** What a person who cannot see well, or aim well, would stumble over. */
async function byDayAndNight(page: Page): Promise<string[]> {
  const byDay = await seriousFaults(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const inTheDark = await seriousFaults(page, ['color-contrast'])
  await page.emulateMedia({ colorScheme: 'light' })
  return [...byDay, ...inTheDark, ...(await smallTargets(page))]
}

import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  impact: string | null
  nodes: { target: unknown[]; failureSummary?: string }[]
}

/** What axe finds serious or critical on the page; with `rules` it looks for these only. */
export async function seriousFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // By the debugger, not as a script of the page: the page's own policy lets no foreign script in.
  await page.evaluate(axe.source)
  const violations = await page.evaluate<Violation[], readonly string[] | undefined>(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: { run(root: unknown, options: object): Promise<{ violations: Violation[] }> }
    }
    const options = only ? { runOnly: { type: 'rule', values: only } } : {}
    const { document } = globalThis as unknown as { document: unknown }
    return (await axe.run(document, { ...options, resultTypes: ['violations'] })).violations
  }, rules)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    )
}

/** Controls that a finger can miss: less than 44 px high or wide. Links inside a sentence are none. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const controls = document.querySelectorAll('button, a[href], input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, summary, [role=tab]')
    const found = []
    for (const each of controls) {
      const box = each.getBoundingClientRect()
      if (box.width === 0 || box.height === 0 || !each.checkVisibility()) continue
      if (box.width >= 43.5 && box.height >= 43.5) continue
      const name = each.getAttribute('aria-label') || each.textContent || each.getAttribute('placeholder')
      found.push(each.tagName + ' "' + (name || '').trim().slice(0, 30) + '" ' + Math.round(box.width) + '×' + Math.round(box.height))
    }
    return found
  })()`)
}

/** Whether the page can be pushed sideways: something is wider than the screen. */
export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > window.innerWidth + 1')
}

/** What does not fit when letters are half as large again: a page wider than the screen, words cut off in a button. */
export function inLargeLetters(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    for (const each of document.querySelectorAll('.page')) each.style.setProperty('--scale', 1.5)
    const cut = [...document.querySelectorAll('button')]
      .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
      .map((each) => 'cut off in large letters: ' + each.textContent)
    const isWide = document.documentElement.scrollWidth > window.innerWidth + 1
    return isWide ? [...cut, 'wider than the screen in large letters'] : cut
  })()`)
}

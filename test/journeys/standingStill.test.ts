import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, settled } from './support.ts'

/** What has the focus, as somebody who hears the page is told of it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    return at === document.body ? 'nothing' : (at?.getAttribute('aria-label') ?? at?.textContent ?? '')
  })

async function untilFocused(page: Page, name: string): Promise<void> {
  await page
    .waitForFunction(
      (wanted) => {
        const at = document.activeElement
        return (at?.getAttribute('aria-label') ?? at?.textContent) === wanted
      },
      name,
      { timeout: 10_000 },
    )
    .catch(async () => assert.equal(await focused(page), name))
}

/** What was moved by more than a line since the page showed, and by how many px. */
async function watchMoves(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const moves: string[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[]
      })[])
        for (const { node, previousRect, currentRect } of entry.sources)
          if (previousRect.height > 0 && currentRect.height > 0 && Math.abs(currentRect.y - previousRect.y) > 20)
            moves.push(`${node?.textContent?.slice(0, 60)}: ${currentRect.y - previousRect.y} px`)
    }).observe({ type: 'layout-shift', buffered: true })
    Object.assign(window, { moves })
  })
  return () => page.evaluate<readonly string[]>('moves')
}

for (const phone of [false, true])
  test(`nothing on a lead moves by more than a line when its answers come late, ${phone ? 'on a phone' : 'on the desk'}`, () =>
    journey(
      async ({ page, call, open }) => {
        const [working, converted] = [
          await call('POST', '/leads', { FirstName: 'Lea', LastName: 'Still', Company: 'Still Works' }),
          await call('POST', '/leads', { FirstName: 'Con', LastName: 'Still', Company: 'Still Works' }),
        ]
        await call('POST', `/leads/${converted.Id}/conversion`, { overrideReason: 'A story needs it' })
        const moves = await watchMoves(page)
        for (const [what, lateMs] of [
          ['evidence', 700],
          ['company', 400],
          ['conversion', 500],
        ] as const)
          await page.route(`**/api/leads/*/${what}*`, async (route) => {
            await new Promise((resolve) => setTimeout(resolve, lateMs))
            await route.continue()
          })
        for (const { Id } of [working, converted]) {
          await open(`/leads/${Id}`)
          await page.getByRole('region', { name: 'Vetting' }).waitFor()
          await settled(page)
          assert.deepEqual(await moves(), [])
        }
      },
      { phone },
    ))

test('nothing on a deal moves by more than a line when its payments and contact roles come late', () =>
  journey(async ({ page, call, open }) => {
    const lead = await call('POST', '/leads', { FirstName: 'Dea', LastName: 'Still', Company: 'Still Deals' })
    const { opportunityId } = await call<{ opportunityId: string }>('POST', `/leads/${lead.Id}/conversion`, {
      overrideReason: 'A story needs it',
      amount: 900,
    })
    const moves = await watchMoves(page)
    for (const list of ['payments', 'opportunity-contact-roles'])
      await page.route(`**/api/${list}?*`, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 600))
        await route.continue()
      })
    await open(`/opportunities/${opportunityId}`)
    await page.getByRole('region', { name: 'Contact roles' }).getByText('Dea Still').waitFor()
    await settled(page)
    assert.deepEqual(await moves(), [])
  }))

test('the focus goes on to what was changed when the button it was on is gone', () =>
  journey(async ({ page, call, open }) => {
    const account = await call('POST', '/accounts', { Name: 'Focus AB' })
    const deal = await call('POST', '/opportunities', {
      Name: 'Gearbox watch',
      AccountId: account.Id,
      StageName: 'Prospecting',
      CloseDate: '2099-03-31',
      Amount: 1000,
    })
    await open(`/opportunities/${deal.Id}`)
    await page.getByRole('button', { name: 'Close as lost' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Close as lost' }).waitFor()
    await page.keyboard.press('Escape')
    await untilFocused(page, 'Close as lost')

    await page.getByRole('button', { name: 'Edit next step' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('Send the offer')
    await page.keyboard.press('Enter')
    await untilFocused(page, 'Edit next step')

    await page.getByRole('button', { name: 'Close as won' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Won. Congratulations.').waitFor()
    await untilFocused(page, 'Gearbox watch')
    await page.getByRole('alert').filter({ hasText: 'Won.' }).getByRole('button', { name: 'Undo' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Close as won' }).waitFor()
    await untilFocused(page, 'Gearbox watch')
  }))

test('whoever leaves the find field on purpose is not led back into it', () =>
  journey(async ({ page, call, open }) => {
    await call('POST', '/leads', { LastName: 'Findable', Company: 'Find Works' })
    await open('/leads')
    await page.keyboard.press('/')
    await page.keyboard.type('Findable')
    await page.getByRole('row').filter({ hasText: 'Findable' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Findable' }).waitFor()
  }))

test('whoever comes by a link and goes on by keys opens the row they stand on', () =>
  journey(async ({ page, call, open }) => {
    await call('POST', '/leads', { LastName: 'Reached', Company: 'Reach Works' })
    await open('/')
    await page.getByRole('link', { name: 'Leads', exact: true }).click()
    await page.getByRole('row').filter({ hasText: 'Reached' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await untilFocused(page, 'Leads')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Vetting' }).waitFor()
  }))

test('a moment of a record is typed as a day and a time, and may be emptied again', () =>
  journey(async ({ page, call, open }) => {
    await call('POST', '/custom-fields', { object: 'Lead', label: 'Demonstration', type: 'datetime' })
    const noon = '2026-12-01T12:00:00.000Z'
    const lead = await call('POST', '/leads', { LastName: 'Moment', Company: 'Clock Works', Demonstration__c: noon })
    const kept = async () =>
      (await call<{ Demonstration__c: string | null }>('GET', `/leads/${lead.Id}?fields=Demonstration__c`))
        .Demonstration__c
    const edit = page.getByRole('button', { name: 'Edit demonstration' })
    const day = page.getByRole('textbox', { name: 'Demonstration, day' })
    await open(`/leads/${lead.Id}`)
    await page.getByRole('button', { name: 'Show all details' }).click()
    await edit.click()
    await day.fill('3 Dec 2026')
    await page.keyboard.press('Tab')
    await page.getByRole('spinbutton', { name: 'Demonstration, hours' }).fill('14')
    await page.keyboard.press('Enter')
    await edit.waitFor()
    const wall = await page.evaluate((at) => new Date(at).toString(), (await kept()) ?? '')
    assert.match(wall, /^Thu Dec 03 2026 14:00/)
    await edit.click()
    await day.fill('')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await edit.waitFor()
    assert.equal(await kept(), null)
  }))

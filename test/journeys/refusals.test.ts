import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, type Desk } from './support.ts'

const column = (page: Page, status: string) => page.getByRole('region', { name: new RegExp(`^${status}, `) })

async function boardOfTwo({ call, open }: Desk, Name: string): Promise<void> {
  const fair = await call('POST', '/campaigns', { Name, Type: 'Trade Show' })
  for (const LastName of ['Holt', 'Berg']) {
    const lead = await call('POST', '/leads?allowDuplicates=true', { LastName, Company: `${LastName} ${Name}` })
    await call('POST', '/campaign-members', { CampaignId: fair.Id, LeadId: lead.Id })
  }
  await open(`/campaigns/${fair.Id}?tab=board`)
}

/** Holds every change of a member back, and refuses each by its order: 'refusal 1', 'refusal 2'. */
async function refuseChanges(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  await page.route('**/api/campaign-members/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    const message = `Refusal ${++count}.`
    await promise
    return route.fulfill({ status: 422, json: { errors: [{ code: 'not_now', message }] } })
  })
  return resolve
}

test('two cards moved before the first answer: both refusals are said, and both cards are back', () =>
  journey(async (desk) => {
    const { page } = desk
    await boardOfTwo(desk, 'Fair of refusals')
    const answer = await refuseChanges(page)
    await page.getByRole('button', { name: 'Move Holt' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Move Berg' }).focus()
    await page.keyboard.press('ArrowRight')
    answer()
    await page.getByText('Refusal 1.').waitFor()
    await page.getByText('Refusal 2.').waitFor()
    await column(page, 'Invited').getByText('Holt').first().waitFor()
    await column(page, 'Invited').getByText('Berg').first().waitFor()
  }))

test('a refusal that comes when its page was left is said where the person is', () =>
  journey(async (desk) => {
    const { page } = desk
    await boardOfTwo(desk, 'Fair that was left')
    const answer = await refuseChanges(page)
    await page.getByRole('button', { name: 'Move Holt' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('link', { name: 'Leads', exact: true }).click()
    await page.getByRole('grid', { name: 'Leads' }).waitFor()
    answer()
    await page.getByText('Refusal 1.').waitFor()
  }))

test('without a network a change is refused at once, and what was typed stays', () =>
  journey(async ({ page, call, open }) => {
    const { Id } = await call('POST', '/leads', { LastName: 'Sund', Company: 'Sund Trawl AS' })
    await open(`/leads/${Id}`)
    await page.getByRole('button', { name: 'Edit company' }).click()
    await page.context().setOffline(true)
    const box = page.getByRole('textbox', { name: 'Company' })
    await box.fill('Sund Trawl and Net AS')
    await box.press('Enter')
    await page.getByText('The server cannot be reached.').first().waitFor()
    assert.equal(await box.inputValue(), 'Sund Trawl and Net AS')
    await page.context().setOffline(false)
    await box.press('Enter')
    await page.getByText(/is now Sund Trawl and Net AS/).waitFor()
  }))

test('whoever waits long is told so, and goes on where they were once the server answers', () =>
  journey(async ({ page, call, open }) => {
    const { Id } = await call('POST', '/leads', { LastName: 'Lind', Company: 'Lind Havbruk AS' })
    await open(`/leads/${Id}`)
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route('**/api/leads/*', async (route) => {
      if (route.request().method() === 'PATCH') await promise
      return route.continue()
    })
    await page.clock.install()
    await page.getByRole('button', { name: 'Edit company' }).click()
    const box = page.getByRole('textbox', { name: 'Company' })
    await box.fill('Lind Sjømat AS')
    await box.press('Enter')
    await page.clock.runFor(7000)
    await page.getByText('The server takes long to answer.').waitFor()
    resolve()
    await page.getByText(/is now Lind Sjømat AS/).waitFor()
    await page.getByText('The server takes long to answer.').waitFor({ state: 'detached' })
  }))

test('a session that ended leads to the sign-in, and from there back to the page', () =>
  journey(async ({ page, open }) => {
    await open('/leads')
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'Contacts', exact: true }).click()
    await page.getByText('You go on to the page you asked for.').waitFor()
    await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@nordwind.example')
    await page.getByLabel('Password', { exact: true }).fill('nine blue whales')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/contacts')
    await page.getByRole('heading', { name: 'No contacts yet' }).waitFor()
  }))

test('an address without an id says that nothing is there', () =>
  journey(async ({ page, open }) => {
    await open('/leads/nobody')
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
  }))

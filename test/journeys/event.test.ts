import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../support/until.ts'
import { assertAccessible, journey, settled, type Desk } from './support.ts'

type Json = Record<string, unknown>

/** Fills the registration page as a visitor does, and answers the address of the ticket. */
async function register(visitor: Page, address: string, last: string, session: string): Promise<string> {
  await visitor.goto(address)
  await assertAccessible(visitor)
  await visitor.getByRole('checkbox', { name: session }).check()
  await visitor.getByLabel(/First name/).fill('Olga')
  await visitor.getByLabel(/Last name/).fill(last)
  await visitor.getByLabel(/E-mail/).fill(`${last.toLowerCase()}@werft.example`)
  await visitor.getByLabel(/Company/).fill('Werft Nord')
  // People take longer than programs, and the page knows it.
  await visitor.waitForTimeout(2600)
  await visitor.getByRole('button', { name: 'Register' }).click()
  await visitor.waitForURL(/\/e\/t\//)
  return visitor.url()
}

async function outside<T>({ page }: Desk, story: (visitor: Page) => Promise<T>): Promise<T> {
  const browser = page.context().browser()
  assert.ok(browser)
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  try {
    return await story(await context.newPage())
  } finally {
    await context.close()
  }
}

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

type Event = { readonly campaignId: string; readonly code: string }

/** An event with a session that Olga Petersen and Olga Spaet are registered for, and the code on the ticket of the first. */
async function anEvent({ call }: Desk, Name: string): Promise<Event> {
  const { Id: campaignId } = await call('POST', '/campaigns', { Name, Type: 'Event', IsActive: true })
  await call('PATCH', `/campaigns/${campaignId}/event`, { TimeZone: 'Europe/Berlin' })
  const session = { Name: 'Valves', StartsAt: inHours(170), EndsAt: inHours(171) }
  const { Id: sessionId } = await call('POST', `/campaigns/${campaignId}/sessions`, session)
  const people: Json[] = []
  for (const LastName of ['Petersen', 'Spaet']) {
    const lead = { FirstName: 'Olga', LastName, Company: 'Werft Nord' }
    const { Id } = await call('POST', '/leads?allowDuplicates=true', lead)
    people.push({ WhoId: Id, SessionIds: [sessionId] })
  }
  const { results } = await call<{ results: { Code: string }[] }>('POST', `/campaigns/${campaignId}/registrations`, {
    people,
  })
  return { campaignId, code: results[0]?.Code ?? '' }
}

test('an event is set up on its campaign, strangers register for it, the last seat is taken and the next one waits', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const { Id: campaignId } = await call('POST', '/campaigns', {
      Name: 'Pump day 2026',
      Type: 'Event',
      IsActive: true,
    })
    await desk.open(`/campaigns/${campaignId}?tab=sessions`)
    await page.getByRole('button', { name: 'Set up as an event' }).click()
    await page.getByRole('button', { name: 'Add session' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('textbox', { name: 'Name' }).fill('Seals that last')
    await sheet.getByRole('textbox', { name: 'Seats' }).fill('1')
    await assertAccessible(page)
    await sheet.getByRole('button', { name: 'Add session' }).click()
    await page.getByText('Seals that last', { exact: true }).waitFor()
    await call('POST', `/campaigns/${campaignId}/sessions`, {
      Name: 'Valves',
      StartsAt: inHours(170),
      EndsAt: inHours(171),
    })
    await page.getByRole('button', { name: 'Open registration' }).click()
    const address = (await page.getByRole('link', { name: /\/e\/701/ }).getAttribute('href')) ?? ''
    const ticket = await outside(desk, async (visitor) => {
      const first = await register(visitor, address, 'Petersen', 'Seals that last')
      await visitor.getByText('You are registered.').waitFor()
      await visitor.getByRole('img', { name: 'QR code of your ticket' }).waitFor()
      await assertAccessible(visitor)
      assert.match((await visitor.locator('.code').textContent()) ?? '', /\w{4}/)
      await register(visitor, address, 'Spaet', 'Seals that last')
      await visitor.getByText('(waiting list)').waitFor()
      return first
    })
    assert.match(ticket, /\/e\/t\/00D/)
    await desk.open(`/campaigns/${campaignId}?tab=sessions`)
    await page.getByRole('row', { name: /Olga Petersen/ }).waitFor()
    await page.getByText('1 waiting').first().waitFor()
    await assertAccessible(page)
    await until(
      () => call<{ records?: Json[]; messages?: Json[] }>('GET', '/mail'),
      (mail) =>
        (mail.records ?? mail.messages ?? []).some(
          (one) => (one.Subject ?? one.subject) === 'You are registered: Pump day 2026',
        ),
    )
  }))

test('at the door one tap on a phone checks somebody in, a code as well; taps made without a connection arrive once', () =>
  journey(
    async (desk) => {
      const { page, call } = desk
      const { campaignId, code } = await anEvent(desk, 'Valve day')
      await desk.open(`/check-in/${campaignId}`)
      await page.getByRole('button', { name: 'Scan' }).click()
      await page.getByRole('textbox', { name: 'Code on the ticket' }).fill(code)
      await page.getByRole('textbox', { name: 'Code on the ticket' }).press('Enter')
      await page.getByRole('button', { name: 'Undo check-in of Olga Petersen' }).waitFor()
      await assertAccessible(page)
      await page.context().setOffline(true)
      await page.getByRole('button', { name: 'Undo check-in of Olga Petersen' }).click()
      await page.getByRole('button', { name: 'Check in Olga Petersen' }).click()
      await page.getByText(/taps are kept on this phone/).waitFor()
      await page.context().setOffline(false)
      await page.getByText(/taps are kept on this phone/).waitFor({ state: 'detached' })
      await page.getByRole('textbox', { name: 'Find somebody by name or company' }).fill('Ole Nysted')
      await page.getByText(/Nobody on the list is called/).waitFor()
      await page.getByRole('button', { name: 'Add somebody' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('textbox', { name: 'Company' }).fill('Ny AS')
      await assertAccessible(page)
      await sheet.getByRole('button', { name: 'Add and check in' }).click()
      await page.getByText('Ole Nysted is a new lead.').waitFor()
      const door = await call<{ counts: Json }>('GET', `/campaigns/${campaignId}/check-in`)
      assert.deepEqual(door.counts, { expected: 2, waiting: 0, here: 2, walkIns: 1 })
    },
    { phone: true, dark: true },
  ))

test('which sessions somebody was in is noted with their registration after the event as well', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const { campaignId } = await anEvent(desk, 'Bearing day')
    await desk.open(`/campaigns/${campaignId}?tab=sessions`)
    await page.getByRole('button', { name: 'Look into the membership of Olga Petersen' }).click()
    const session = page
      .getByRole('region', { name: 'Sessions they were in' })
      .getByRole('checkbox', { name: 'Valves' })
    await session.check()
    await page.getByText('Olga Petersen was in Valves.').waitFor()
    await page.getByRole('dialog').getByText('Attended', { exact: true }).waitFor()
    await assertAccessible(page)
    const door = () => call<{ sessions: Json[] }>('GET', `/campaigns/${campaignId}/check-in`)
    assert.equal((await door()).sessions[0]?.Here, 1)
    await session.uncheck()
    await page.getByText('Olga Petersen was not in Valves.').waitFor()
    assert.equal((await door()).sessions[0]?.Here, 0)
  }))

test('where there are several sessions to come, who is registered is put into others', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const { campaignId } = await anEvent(desk, 'Gasket day')
    const sessionsOfSpaet = page.getByRole('row', { name: 'Spaet' }).getByRole('cell').nth(2)
    await desk.open(`/campaigns/${campaignId}?tab=sessions`)
    await sessionsOfSpaet.getByText('Valves').waitFor()
    assert.equal(await page.getByRole('button', { name: /^Change sessions/ }).count(), 0)
    const other = { Name: 'Gaskets', StartsAt: inHours(172), EndsAt: inHours(173) }
    await call('POST', `/campaigns/${campaignId}/sessions`, other)
    await desk.open(`/campaigns/${campaignId}?tab=sessions`)
    await page.getByRole('button', { name: 'Change sessions of Olga Spaet' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('checkbox', { name: 'Valves' }).uncheck()
    await sheet.getByRole('checkbox', { name: 'Gaskets' }).check()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Save sessions' }).click()
    await page.getByText('The sessions of Olga Spaet are saved.').waitFor()
    await sessionsOfSpaet.getByText('Gaskets', { exact: true }).waitFor()
    assert.equal(await sessionsOfSpaet.innerText(), 'Gaskets')

    await call('POST', '/leads', { FirstName: 'Tove', LastName: 'Innmeldt', Company: 'Pakning AS' })
    await page.getByRole('textbox', { name: 'Register a contact or lead' }).fill('Innmeldt')
    await page.getByRole('option', { name: /Innmeldt/ }).click()
    await sheet.getByRole('checkbox', { name: 'Gaskets' }).check()
    await assertAccessible(page)
    await sheet.getByRole('button', { name: 'Register for 1 of 2 sessions' }).click()
    await page.getByText('Tove Innmeldt is registered, and the ticket is on its way.').waitFor()
    const innmeldt = page.getByRole('row', { name: 'Innmeldt' })
    await innmeldt.getByText('Gaskets', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Members: 3' }).waitFor()
  }))

test('who did not come is a no-show after the end, with a task for the owner', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const { campaignId } = await anEvent(desk, 'Seal day')
    await call('PATCH', `/campaigns/${campaignId}/event`, { GraceMinutes: 0 })
    const { sessions } = await call<{ sessions: Json[] }>('GET', `/campaigns/${campaignId}/event`)
    for (const session of sessions)
      await call('PATCH', `/event-sessions/${String(session.Id)}`, { StartsAt: inHours(-2), EndsAt: inHours(-1) })
    await until(
      () => call<{ people: Json[] }>('GET', `/campaigns/${campaignId}/check-in?q=Spaet`),
      ({ people }) => people[0]?.Status === 'No Show',
    )
    await desk.open('/tasks')
    await settled(page)
    await page.getByText('Olga Spaet did not come to Seal day: ask why').first().waitFor()
  }))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type Desk, journey, settled, type Sight } from './support.ts'

const lead = (call: Desk['call'], n: number, City: string) =>
  call('POST', '/leads?allowDuplicates=true', {
    FirstName: ['Mira', 'Jonas', 'Ada', 'Ole', 'Tove'][n % 5],
    LastName: `${['Holt', 'Berg', 'Okafor', 'Lind', 'Sund'][n % 5]}${n}`,
    Company: `Fjord ${n} AB`,
    City,
  })

const column = (page: Page, status: string) => page.getByRole('region', { name: new RegExp(`^${status}, `) })

test('a trade show takes everybody of a list, moves them on its board, and every number opens its rows', () =>
  journey(async (desk) => {
    const { page, call } = desk
    for (let n = 0; n < 4; n++) await lead(call, n, 'Bodø')
    const fair = await call('POST', '/campaigns', { Name: 'Nor-Shipping 2027', Type: 'Trade Show', ActualCost: 5000 })

    await desk.open(
      `/leads?filter=${encodeURIComponent(JSON.stringify({ and: [{ field: 'City', op: 'eq', value: 'Bodø' }] }))}`,
    )
    await page.getByRole('button', { name: 'Add everybody in this list to a campaign' }).click()
    await page.getByRole('textbox', { name: 'Campaign', exact: true }).fill('Nor-Ship')
    await page.getByRole('option', { name: /Nor-Shipping 2027/ }).click()
    await page.getByRole('button', { name: 'Add 4 leads' }).click()
    await page.getByText('4 members added to Nor-Shipping 2027').waitFor()

    await desk.open(`/campaigns/${fair.Id}?tab=board`)
    await column(page, 'Invited').getByRole('listitem').nth(3).waitFor()
    const card = column(page, 'Invited').getByRole('listitem').filter({ hasText: 'Mira Holt0' })
    await card.dragTo(column(page, 'Attended'))
    await column(page, 'Attended').getByText('Mira Holt0').waitFor()
    await page.getByRole('button', { name: 'Move Jonas Berg1' }).focus()
    await page.keyboard.press('ArrowRight')
    await column(page, 'Registered').getByText('Jonas Berg1').waitFor()
    const moved = column(page, 'Registered').getByRole('button', { name: 'Move Jonas Berg1' })
    await moved.and(page.locator(':focus')).waitFor()
    await assertAccessible(page)

    const responses = page.getByRole('link', { name: 'Responses: 2' })
    await responses.click()
    await page.getByText('Only those who responded').waitFor()
    await page.getByRole('table', { name: 'Members' }).getByRole('link', { name: 'Jonas Berg1' }).waitFor()
    assert.equal(await page.getByRole('table', { name: 'Members' }).getByRole('row').count(), 3)
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Look into the membership of Mira Holt0' }).click()
    await page.getByRole('heading', { name: 'Every status' }).waitFor()
    await page.getByRole('dialog').getByText('Attended').waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: 'Overview' }).click()
    await page
      .getByRole('region', { name: 'Where members stand' })
      .getByRole('link', { name: /Attended/ })
      .waitFor()
    await page.getByRole('button', { name: 'Delete Attended' }).click()
    await page.getByText(/1 member of this campaign stands at 'Attended'/).waitFor()
    await page.getByLabel('Move its members to').first().click()
    await page.getByRole('option', { name: 'Visited Stand' }).click()
    await page.getByRole('button', { name: 'Move members and delete Attended' }).click()
    await page.getByText('Deleted Attended.').waitFor()
    await settled(page)
    const { standings } = await call<{ standings: readonly { status: string; members: number }[] }>(
      'GET',
      `/campaigns/${fair.Id}/standings`,
    )
    assert.deepEqual(
      standings.map(({ status, members }) => [status, members]),
      [
        ['Invited', 2],
        ['Registered', 1],
        ['Visited Stand', 1],
        ['No Show', 0],
      ],
    )
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Copy campaign' }).click()
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Nor-Shipping 2028')
    await page.getByLabel(/Bring its members along/).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Copy campaign' }).click()
    await page.getByRole('heading', { level: 1, name: 'Nor-Shipping 2028' }).waitFor()
    await page.getByRole('link', { name: 'Members: 4' }).waitFor()
  }))

test('a campaign has an event and nominations where they fit, and any other gets them by its menu', () =>
  journey(async ({ page, call, open }) => {
    const part = (name: string) =>
      page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name, exact: true })
    const wine = await call('POST', '/campaigns', { Name: 'Wine for partners', Type: 'Gift or Greeting' })
    await open(`/campaigns/${wine.Id}`)
    await part('Nominations').waitFor()
    assert.equal(await part('Event').count(), 0)

    const letter = await call('POST', '/campaigns', { Name: 'Spring letter', Type: 'Email' })
    await open(`/campaigns/${letter.Id}`)
    await part('Members').waitFor()
    assert.deepEqual([await part('Event').count(), await part('Nominations').count()], [0, 0])
    await page.getByRole('button', { name: 'More for this campaign' }).click()
    await page.getByRole('menuitem', { name: 'Let people be proposed' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('menuitem', { name: 'Set up as an event' }).click()
    await page.getByRole('button', { name: 'Set up as an event' }).click()
    await page.getByRole('button', { name: 'Add session' }).waitFor()
    await open(`/campaigns/${letter.Id}`)
    await part('Event').waitFor()
    assert.equal(await part('Nominations').count(), 0)
    await assertAccessible(page)

    // Whatever its type is called: who can attend comes to an event.
    const visit = await call('POST', '/campaigns', { Name: 'Plant visits', Type: 'Email' })
    await call('POST', '/campaign-member-statuses', { CampaignId: visit.Id, Label: 'Attended', HasResponded: true })
    await open(`/campaigns/${visit.Id}`)
    await part('Event').waitFor()
  }))

test('a branch of a tree is chosen by one box and changed at once; what was left out stays', () =>
  journey(async ({ page, call, open }) => {
    const top = await call('POST', '/campaigns', { Name: 'Roadshow', Type: 'Other' })
    for (const Name of ['Stop in Bergen', 'Stop in Oslo']) await call('POST', '/campaigns', { Name, ParentId: top.Id })
    await open(`/campaigns/${top.Id}?tab=tree`)
    await page.getByRole('checkbox', { name: 'Choose Roadshow and all below it' }).check()
    await page.getByRole('checkbox', { name: 'Choose Stop in Oslo and all below it' }).uncheck()
    await page.getByRole('toolbar', { name: '2 campaigns selected' }).waitFor()
    await page.getByRole('button', { name: 'Change field' }).click()
    await page.getByRole('option', { name: 'Status', exact: true }).click()
    await page.getByRole('dialog').getByLabel('New value').first().click()
    await page.getByRole('option', { name: 'Completed' }).click()
    await page.getByRole('button', { name: 'Change 2 campaigns' }).click()
    await page.getByText('Changed status of 2 campaigns.').waitFor()
    const { records } = await call<{ records: readonly { Name: string; Status: string }[] }>(
      'GET',
      '/campaigns?sort=Name&fields=Name,Status',
    )
    const completed = records.filter(({ Status }) => Status === 'Completed').map(({ Name }) => Name)
    assert.deepEqual(completed, ['Roadshow', 'Stop in Bergen'])
  }))

test('members of a whole tree are found by name and moved at once', () =>
  journey(async ({ page, call, open }) => {
    const top = await call('POST', '/campaigns', { Name: 'Coast tour', Type: 'Trade Show' })
    const stop = await call('POST', '/campaigns', { Name: 'Tromsø', Type: 'Trade Show', ParentId: top.Id })
    for (const [n, CampaignId] of [top.Id, stop.Id, stop.Id].entries())
      await call('POST', '/campaign-members', { CampaignId, LeadId: (await lead(call, n + 10, 'Tromsø')).Id })
    await open(`/campaigns/${top.Id}?tab=members&of=tree`)
    const members = page.getByRole('table', { name: 'Members' })
    await members.getByRole('row').nth(3).waitFor()
    await page.getByRole('textbox', { name: 'Find members by name or company' }).fill('fjord 1')
    await members.getByRole('checkbox', { name: 'Choose Mira Holt10' }).check()
    await page.getByRole('button', { name: 'Choose all 3' }).click()
    await page.getByRole('toolbar', { name: '3 members selected' }).waitFor()
    await page.getByRole('button', { name: 'Move to status' }).click()
    await page.getByRole('menuitem', { name: 'Visited Stand' }).click()
    await page.getByText('3 members moved to Visited Stand.').waitFor()
    await page
      .getByRole('group', { name: 'Members by status' })
      .getByRole('button', { name: /Visited Stand.*3/ })
      .waitFor()
    await assertAccessible(page)
  }))

// Each page once in each theme and at each size; the other two pairings hold what these do.
const sights: readonly (readonly [string, Sight])[] = [
  ['at a desk in the light', {}],
  ['on a phone in the dark', { phone: true, dark: true }],
]

for (const [where, sight] of sights)
  test(`a campaign, its tree, and its types can be used by everybody ${where}`, () =>
    journey(async ({ page, call, open }) => {
      const top = await call('POST', '/campaigns', { Name: 'Nordic roadshow', Type: 'Event', ActualCost: 900 })
      const stop = await call('POST', '/campaigns', { Name: 'Oslo', Type: 'Event', ParentId: top.Id })
      for (let n = 5; n < 8; n++)
        await call('POST', '/campaign-members', {
          CampaignId: stop.Id,
          LeadId: (await lead(call, n, 'Oslo')).Id,
          Status: n === 5 ? 'Attended' : 'Invited',
        })
      for (const address of [
        `/campaigns/${top.Id}`,
        `/campaigns/${stop.Id}`,
        `/campaigns/${stop.Id}?tab=members`,
        `/campaigns/${stop.Id}?tab=board`,
        `/campaigns/${top.Id}?tab=tree`,
        `/campaigns/${top.Id}?tab=members&of=tree`,
        '/campaigns/tree',
        '/setup/campaign-types',
      ]) {
        await open(address)
        await assertAccessible(page)
      }
      await open(`/campaigns/${top.Id}`)
      await page.getByRole('link', { name: 'Members: 3' }).waitFor()
    }, sight))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, settled, type Sight } from './support.ts'

type Cast = Readonly<{ fair: string; webinar: string; deal: string; contact: string }>
let cast: Promise<Cast> | undefined

/** Two campaigns, a lead who answered both, and the deal that came of it, won. */
async function gather({ call }: Desk): Promise<Cast> {
  const campaign = (Name: string, Type: string, more: object = {}) =>
    call('POST', '/campaigns', {
      Name,
      Type,
      IsActive: true,
      StartDate: '2026-02-02',
      EndDate: '2026-12-05',
      ActualCost: 900,
      BudgetedCost: 1000,
      ...more,
    })
  const fair = await campaign('Spring fair for everybody who listens to bearings, gearboxes and pumps', 'Trade Show')
  const webinar = await campaign('Pumps that tell you when', 'Webinar', { ExpectedRevenue: 5000, ExpectedResponse: 12 })
  const lead = await call('POST', '/leads', {
    FirstName: 'Mira',
    LastName: 'Holt',
    Company: 'Ostwind Pumps',
    LeadSource: 'Trade Show',
  })
  await call('POST', '/campaign-members', { CampaignId: fair.Id, LeadId: lead.Id, Status: 'Visited Stand' })
  await call('POST', '/campaign-members', { CampaignId: webinar.Id, LeadId: lead.Id, Status: 'Attended' })
  const made = await call<{ opportunityId: string; contactId: string }>('POST', `/leads/${lead.Id}/conversion`, {
    overrideReason: 'A story',
  })
  await call('PATCH', `/opportunities/${made.opportunityId}`, { Amount: 1000.01, NoAmountReason: null })
  await call('PATCH', `/opportunities/${made.opportunityId}`, { StageName: 'Closed Won' })
  return { fair: fair.Id, webinar: webinar.Id, deal: made.opportunityId, contact: made.contactId }
}

const gathered = (desk: Desk): Promise<Cast> => (cast ??= gather(desk))

test('a figure of attribution opens the deals behind it, and the columns come to the total', () =>
  journey(async (desk) => {
    const { deal } = await gathered(desk)
    const { page } = desk
    await desk.open('/attribution')
    await page
      .getByRole('row', { name: /^Together/ })
      .getByText('€1,000.01')
      .or(page.getByRole('row', { name: /^Together/ }).getByText('$1,000.01'))
      .first()
      .waitFor()
    await page
      .getByRole('row', { name: /Pumps that tell/ })
      .getByRole('button', { name: /500/ })
      .first()
      .click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('link', { name: /Ostwind/ }).click()
    await page.getByRole('heading', { name: 'What brought this deal' }).waitFor()
    assert.match(page.url(), new RegExp(deal))
    await page.getByText('Led to the opportunity').first().waitFor()
  }))

test('a payment entered on a won deal is what its campaign brought in cash', () =>
  journey(async (desk) => {
    const { deal, webinar } = await gathered(desk)
    const { page } = desk
    await desk.open(`/opportunities/${deal}`)
    await page.getByText('Nothing was paid yet.').waitFor()
    await page.getByRole('button', { name: 'Add payment' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Amount').fill('400')
    await sheet.getByLabel('Invoice').fill('2026-117')
    await assertAccessible(page)
    await sheet.getByRole('button', { name: 'Save payment' }).click()
    await page.getByRole('table', { name: 'Payments' }).getByText('400').waitFor()
    const { Collected } = await desk.call<{ Collected: number }>('GET', `/opportunities/${deal}`)
    assert.equal(Collected, 400)
    await desk.open(`/campaigns/${webinar}?tab=influence`)
    await page
      .getByRole('row', { name: /^Collected of them/ })
      .getByText('400')
      .first()
      .waitFor()
  }))

test('campaigns are compared side by side, from the list to the numbers', () =>
  journey(async (desk) => {
    const { fair, webinar } = await gathered(desk)
    const { page } = desk
    await desk.open(`/campaign-comparison?ids=${fair},${webinar}`)
    await page
      .getByRole('img', { name: /Cost per member/ })
      .locator('canvas')
      .waitFor()
    await page.getByText('The numbers').first().click()
    await page
      .getByRole('table', { name: 'Costs in numbers' })
      .getByRole('row', { name: /Pumps that tell/ })
      .waitFor()
    await page.getByRole('button', { name: /Leave out Pumps/ }).click()
    await page.getByText('Which campaigns?').waitFor()
  }))

test('an outcome is set and costs are planned where the campaign is', () =>
  journey(async (desk) => {
    const { webinar } = await gathered(desk)
    const { page } = desk
    await desk.open(`/campaigns/${webinar}?tab=plan`)
    await page.getByRole('button', { name: 'Set outcome' }).click()
    await page.getByRole('textbox', { name: /outcome, in a sentence/ }).fill('One of them buys.')
    await page.getByRole('combobox', { name: 'Measured by' }).click()
    await page.getByRole('option', { name: /Deals won/ }).click()
    await page.getByRole('textbox', { name: 'Target' }).fill('1')
    await page.getByRole('button', { name: 'Save outcome' }).click()
    await page.getByText('Outcome met').waitFor()
    await page.getByRole('button', { name: 'Add cost' }).click()
    await page.getByRole('textbox', { name: 'Budgeted' }).fill('400')
    await page.getByRole('button', { name: 'Save cost' }).click()
    await page
      .getByRole('row', { name: /In no month yet/ })
      .getByText(/600/)
      .waitFor()
  }))

const sights: readonly (readonly [string, Sight])[] = [
  ['at a desk in the light', {}],
  ['on a phone in the dark', { phone: true, dark: true }],
]

for (const [where, sight] of sights)
  test(`the pages of attribution, plan and comparison are accessible ${where}, and nothing is cut`, () =>
    journey(async (desk) => {
      const { fair, webinar, deal, contact } = await gathered(desk)
      for (const address of [
        '/attribution',
        '/attribution?by=type&which=all',
        '/campaign-plan',
        '/campaign-plan?view=results',
        '/campaign-comparison',
        `/campaign-comparison?ids=${fair},${webinar}`,
        `/campaigns/${webinar}?tab=plan`,
        `/campaigns/${webinar}?tab=influence`,
        `/opportunities/${deal}`,
        `/contacts/${contact}`,
        '/marketing-week',
        '/',
      ]) {
        await desk.open(address)
        await settled(desk.page)
        const wider = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wider <= 1, `${address} is ${wider} px wider than the window`)
        await assertAccessible(desk.page)
      }
    }, sight))

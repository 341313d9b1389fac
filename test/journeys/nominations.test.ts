import { test } from 'node:test'
import { assertAccessible, type Desk, journey, settled } from './support.ts'

type Gift = { readonly campaignId: string; readonly greta: string; readonly nils: string }

/** Last year's gift with Greta on its list, this year's with nobody yet, and Nils whom nobody has an address of. */
async function aGift({ call }: Desk, name: string): Promise<Gift> {
  const gift = { Type: 'Gift or Greeting' }
  const last = await call('POST', '/campaigns', { ...gift, Name: `${name} 2025`, StartDate: '2025-11-01' })
  const address = { Street: 'Kai 1', City: 'Kiel' }
  const lead = (FirstName: string, LastName: string, Company: string, more: object = {}) =>
    call('POST', '/leads?allowDuplicates=true', { FirstName, LastName, Company, ...more })
  const greta = await lead('Greta', `${name}freund`, 'Kontor Süd', address)
  await call('POST', '/campaign-members', { CampaignId: last.Id, LeadId: greta.Id, Status: 'Sent' })
  const nils = await lead('Nils', `${name}kunde`, 'Werft Nord')
  const { Id: campaignId } = await call('POST', '/campaigns', {
    ...gift,
    Name: `${name} 2026`,
    IsActive: true,
    StartDate: '2026-11-01',
  })
  await call('PATCH', `/campaigns/${campaignId}/nomination-plan`, { Quota: 3 })
  return { campaignId, greta: greta.Id, nils: nils.Id }
}

/** Made by the administrator, for a story of somebody else. */
async function madeBefore<T>(make: (desk: Desk) => Promise<T>): Promise<T> {
  const made = Promise.withResolvers<T>()
  await journey(async (desk) => made.resolve(await make(desk)))
  return made.promise
}

test('a salesperson proposes whom they want, with last year’s list beside it', async () => {
  const { campaignId } = await madeBefore((desk) => aGift(desk, 'Wein'))
  await journey(
    async (desk) => {
      const { page } = desk
      await desk.open(`/campaigns/${campaignId}?tab=nominations`)
      await page.getByRole('button', { name: /^Last year/ }).click()
      await page.getByText('Kontor Süd').waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Propose Greta Weinfreund again' }).click()
      await page.getByText('Everybody from last year is in this one as well.').waitFor()
      await page.getByRole('button', { name: /^Proposed by me/ }).click()
      await page.getByRole('textbox', { name: 'Propose' }).fill('Weinkunde')
      await page.getByRole('option', { name: /Weinkunde/ }).click()
      await page.getByRole('textbox', { name: 'Why' }).fill('Signed in May')
      await page.getByRole('button', { name: 'Propose (2 left)' }).click()
      await page.getByRole('row', { name: /Nils Weinkunde/ }).waitFor()
      await assertAccessible(page)
    },
    { role: 'sales', phone: true },
  )
})

test('the approver sees on the home page that somebody waits, is warned, and approves by one click or rejects with a reason', async () => {
  const { campaignId, greta, nils } = await madeBefore((desk) => aGift(desk, 'Tee'))
  await journey(
    async ({ call }) => {
      const people = [{ WhoId: greta }, { WhoId: nils, Reason: 'Signed in May' }]
      await call('POST', `/campaigns/${campaignId}/nominations`, { people })
    },
    { role: 'sales' },
  )
  await journey(
    async (desk) => {
      const { page } = desk
      await desk.open('/')
      const card = page.getByRole('region', { name: 'Waiting for your approval' })
      await card.getByRole('link', { name: 'Tee 2026' }).waitFor()
      await card.getByText('2 people').first().waitFor()
      await assertAccessible(page)
      await card.getByRole('link', { name: 'Tee 2026' }).click()
      await settled(page)
      await page.getByText('No complete postal address').waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Reject Nils Teekunde' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('textbox', { name: 'Why not' }).fill('No address yet')
      await assertAccessible(page)
      await sheet.getByRole('button', { name: 'Reject nomination' }).click()
      await page.getByRole('button', { name: 'Approve Greta Teefreund' }).click()
      await page.getByText('Nobody waits for a decision.').waitFor()
      await page.getByRole('button', { name: /^Decided/ }).click()
      await page.getByText('No address yet').waitFor()
      await page.getByRole('button', { name: 'Mark approved as sent' }).click()
      await page.getByRole('cell', { name: 'Sent', exact: true }).waitFor()
      await assertAccessible(page)
    },
    { dark: true },
  )
})

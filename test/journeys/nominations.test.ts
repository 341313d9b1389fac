import { test } from 'node:test'
import { assertAccessible, journey, settled } from './support.ts'

let campaignId = ''

test('a salesperson proposes whom they want, with last year’s list beside it', async () => {
  await journey(async ({ call }) => {
    const last = await call('POST', '/campaigns', {
      Name: 'Wine 2025',
      Type: 'Gift or Greeting',
      StartDate: '2025-11-01',
    })
    const lead = await call('POST', '/leads', {
      FirstName: 'Greta',
      LastName: 'Weinfreund',
      Company: 'Kontor Süd',
      Street: 'Kai 1',
      City: 'Kiel',
    })
    await call('POST', '/campaign-members', { CampaignId: last.Id, LeadId: lead.Id, Status: 'Sent' })
    await call('POST', '/leads', { FirstName: 'Nils', LastName: 'Neukunde', Company: 'Werft Nord' })
    const campaign = await call('POST', '/campaigns', {
      Name: 'Wine 2026',
      Type: 'Gift or Greeting',
      IsActive: true,
      StartDate: '2026-11-01',
    })
    campaignId = campaign.Id
    await call('PATCH', `/campaigns/${campaignId}/nomination-plan`, { Quota: 3 })
  })
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
      await page.getByRole('textbox', { name: 'Propose' }).fill('Neukunde')
      await page.getByRole('option', { name: /Neukunde/ }).click()
      await page.getByRole('textbox', { name: 'Why' }).fill('Signed in May')
      await page.getByRole('button', { name: 'Propose (2 left)' }).click()
      await page.getByRole('row', { name: /Nils Neukunde/ }).waitFor()
      await assertAccessible(page)
    },
    { role: 'sales', phone: true },
  )
})

test('the approver sees on the home page that somebody waits, is warned, and approves by one click or rejects with a reason', () =>
  journey(
    async (desk) => {
      const { page } = desk
      await desk.open('/')
      const card = page.getByRole('region', { name: 'Waiting for your approval' })
      await card.getByText('2 people').waitFor()
      await assertAccessible(page)
      await card.getByRole('link', { name: 'Wine 2026' }).click()
      await settled(page)
      await page.getByText('No complete postal address').waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Reject Nils Neukunde' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('textbox', { name: 'Why not' }).fill('No address yet')
      await assertAccessible(page)
      await sheet.getByRole('button', { name: 'Reject nomination' }).click()
      await page.getByRole('button', { name: 'Approve Greta Weinfreund' }).click()
      await page.getByText('Nobody waits for a decision.').waitFor()
      await page.getByRole('button', { name: /^Decided/ }).click()
      await page.getByText('No address yet').waitFor()
      await page.getByRole('button', { name: 'Mark approved as sent' }).click()
      await page.getByRole('cell', { name: 'Sent', exact: true }).waitFor()
      await assertAccessible(page)
    },
    { dark: true },
  ))

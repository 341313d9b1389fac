import { test } from 'node:test'
import { assertAccessible, journey, type Desk } from './support.ts'

test('people are described as a segment, counted while it is written, explained, and added to a campaign', () =>
  journey(async (desk) => {
    const { page, open } = desk
    await stage(desk)
    await open('/segments')
    await page.getByRole('link', { name: 'Segments', exact: true }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create segment' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Bergen without dinner')
    await page.getByRole('button', { name: 'Add condition' }).click()
    await page.getByRole('menuitem', { name: 'A fact about them' }).click()
    await choose(desk, 'Field', 'City')
    await choose(desk, 'Comparison', 'is')
    await page.getByRole('textbox', { name: 'Value' }).fill('Bergen')
    await page.getByRole('button', { name: 'Add condition' }).last().click()
    await page.getByText('2 leads and 1 contact').waitFor()
    await page.getByRole('button', { name: 'Add condition' }).click()
    await page.getByRole('menuitem', { name: 'A campaign they are in' }).click()
    await choose(desk, 'Whether it is so', 'Is not in a campaign')
    await page.getByRole('textbox', { name: 'Campaign' }).fill('Dinner')
    await page.getByRole('option', { name: 'Dinner' }).click()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Add condition' }).last().click()
    await page.getByText('1 lead and 1 contact').waitFor()
    await page.getByRole('button', { name: 'Is not in ‘Dinner’', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Keep segment' }).click()

    await page.getByRole('heading', { name: 'Bergen without dinner' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Is somebody in, and why?' }).click()
    await page.getByRole('textbox', { name: 'Lead or contact' }).fill('Guest')
    await page.getByRole('option', { name: /Guest/ }).click()
    await page.getByText('is not in this segment.').waitFor()
    await page.getByText(/Dinner: Invited since/).waitFor()
    await assertAccessible(page)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Add to campaign' }).click()
    await page.getByRole('textbox', { name: 'Campaign' }).fill('Mailing')
    await page.getByRole('option', { name: 'Mailing' }).click()
    await page.getByText('1 of them is in the campaign already').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Add the people of the segment' }).click()
    await page.getByText('1 member added; 1 was in already.').waitFor()
  }))

async function choose({ page }: Desk, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function stage({ call }: Desk): Promise<void> {
  const guest = await call('POST', '/leads', { LastName: 'Guest', Company: 'Fjord AB', City: 'Bergen' })
  const quiet = await call('POST', '/leads', { LastName: 'Quiet', Company: 'Havkraft', City: 'Bergen' })
  await call('POST', '/leads', { LastName: 'Elsewhere', Company: 'Elbe GmbH', City: 'Kiel' })
  const account = await call('POST', '/accounts', { Name: 'Nordlys AS', Industry: 'Energy' })
  await call('POST', '/contacts', { LastName: 'Berg', AccountId: account.Id, MailingCity: 'Bergen' })
  const dinner = await call('POST', '/campaigns', { Name: 'Dinner', Type: 'Event' })
  const mailing = await call('POST', '/campaigns', { Name: 'Mailing', Type: 'Trade Show' })
  await call('POST', '/campaign-members', { CampaignId: dinner.Id, LeadId: guest.Id, Status: 'Invited' })
  await call('POST', '/campaign-members', { CampaignId: mailing.Id, LeadId: quiet.Id })
}

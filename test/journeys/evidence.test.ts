import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

type Lead = {
  readonly evidence: readonly { readonly value: string; readonly source: string; readonly isMet: boolean }[]
}

for (const sight of [{}, { phone: true, dark: true }] as const)
  test(`what was learned of a budget is kept with its source, the latest counts, and the earlier stays readable${'phone' in sight ? ', on a phone in the dark' : ''}`, () =>
    journey(async ({ page, call, open }) => {
      const LastName = 'phone' in sight ? 'Petri' : 'Quast'
      const lead = await call('POST', '/leads', { FirstName: 'Wenke', LastName, Company: `${LastName} Pumpen` })
      await open(`/leads/${lead.Id}`)
      const vetting = page.getByRole('status').filter({ hasText: 'vetted' })
      await vetting.getByText(/budget, authority, need and timeline are missing/).waitFor()

      await vetting.getByRole('button', { name: 'Record budget' }).click()
      const form = page.getByRole('form', { name: 'Record budget' })
      await form.getByRole('button', { name: 'Record budget' }).click()
      await form.getByText('Say in a few words what you learned.').waitFor()
      await form.getByRole('textbox', { name: 'Budget' }).fill('Thirty thousand, from the plant’s own')
      await form.getByRole('radiogroup', { name: 'Learned by' }).getByText('Meeting').click()
      await form.getByRole('textbox', { name: 'Who said it' }).fill('Wenke’s boss')
      await assertAccessible(page)
      await form.getByRole('button', { name: 'Record budget' }).click()
      await form.waitFor({ state: 'detached' })
      await vetting.getByText(/authority, need and timeline are missing/).waitFor()
      await page.getByText('· Wenke’s boss').first().waitFor()

      // The card, not the banner: budget is known by now.
      await page.getByRole('button', { name: /Thirty thousand/ }).click()
      await form.getByRole('textbox', { name: 'Budget' }).fill('Frozen until May')
      await form.getByRole('radiogroup', { name: 'It speaks' }).getByText('against it').click()
      await form.getByRole('button', { name: 'Record budget' }).click()
      await form.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: /Not met\s*Frozen until May/ }).waitFor()

      await page.getByRole('button', { name: 'Budget: all 2 records' }).click()
      const records = page.getByRole('region', { name: 'All records of budget' })
      await records
        .getByRole('listitem')
        .filter({ hasText: 'Thirty thousand' })
        .getByLabel('Speaks for the lead')
        .waitFor()
      await records.getByRole('listitem').filter({ hasText: 'Frozen' }).getByLabel('Speaks against the lead').waitFor()
      await assertAccessible(page)
      const { evidence } = await call<Lead>('GET', `/leads/${lead.Id}/evidence`)
      assert.deepEqual(
        evidence.map(({ value, source, isMet }) => [value, source, isMet]),
        [
          ['Frozen until May', 'call', false],
          ['Thirty thousand, from the plant’s own', 'meeting', true],
        ],
      )
    }, sight))

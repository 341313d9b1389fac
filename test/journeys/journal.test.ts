import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey } from './support.ts'

const aLead = async ({ call }: Desk, FirstName: string, LastName: string): Promise<string> =>
  (await call('POST', '/leads?allowDuplicates=true', { FirstName, LastName, Company: `${LastName} Kälte` })).Id

const named = async ({ call }: Desk, q: string): Promise<readonly string[]> =>
  (await call<{ records: readonly { Name: string }[] }>('GET', `/leads?q=${q}&fields=Name`)).records.map(
    ({ Name }) => Name,
  )

test('a merge is taken back from the journal, and stays there as undone', () =>
  journey(async (desk) => {
    const { page } = desk
    const [master, loser] = [await aLead(desk, 'Freya', 'Ahlers'), await aLead(desk, 'F.', 'Ahlers')]
    await desk.call('POST', '/leads/merge', { master, losers: [loser] })
    assert.deepEqual(await named(desk, 'Ahlers'), ['Freya Ahlers'])

    await desk.open('/journal')
    const row = page.getByRole('row').filter({ hasText: 'Freya Ahlers' })
    await row.getByText('F. Ahlers, merged into').waitFor()
    await row.getByText('Can be undone.').waitFor()
    await assertAccessible(page)
    await row.getByRole('button', { name: 'Undo' }).click()
    const asked = page.getByRole('dialog', { name: 'Undo this merge?' })
    await asked.getByText('F. Ahlers comes back with everything that was theirs.').waitFor()
    await assertAccessible(page)
    await asked.getByRole('button', { name: 'Undo merge' }).click()
    await row.getByText(/^Undone .* by /).waitFor()
    assert.equal(await row.getByRole('button', { name: 'Undo' }).count(), 0)
    assert.deepEqual((await named(desk, 'Ahlers')).toSorted(), ['F. Ahlers', 'Freya Ahlers'])

    await desk.open(`/journal?record=${loser}`)
    await page.getByRole('heading', { level: 1, name: 'Merged and converted: F. Ahlers' }).waitFor()
    await row.getByText(/^Undone /).waitFor()
  }))

test('a conversion is taken back from the journal, and one on which something was built says why it stays', () =>
  journey(
    async (desk) => {
      const { page, call } = desk
      const convert = async (last: string) => {
        const id = await aLead(desk, 'Momme', last)
        const overrideReason = 'Asked for by the board'
        return call<{ opportunityId: string }>('POST', `/leads/${id}/conversion`, { overrideReason })
      }
      await convert('Brodersen')
      const { opportunityId } = await convert('Carstens')
      await call('PATCH', `/opportunities/${opportunityId}`, { Amount: 900, NoAmountReason: null })
      await call('PATCH', `/opportunities/${opportunityId}`, { StageName: 'Closed Won' })

      await desk.open('/journal')
      const open = page.getByRole('row').filter({ hasText: 'Momme Brodersen' })
      const built = page.getByRole('row').filter({ hasText: 'Momme Carstens' })
      const kept = built.getByRole('button', { name: 'Undo' })
      await kept.waitFor()
      assert.equal(await kept.getAttribute('aria-disabled'), 'true')
      await kept.focus()
      await page.getByRole('tooltip').waitFor()
      await assertAccessible(page)
      await open.getByRole('button', { name: 'Undo' }).click()
      const asked = page.getByRole('dialog', { name: 'Undo this conversion?' })
      await asked.getByText('The lead Momme Brodersen is open again, with the status it had.').waitFor()
      await asked.getByRole('button', { name: 'Undo conversion' }).click()
      await open.getByText(/^Undone /).waitFor()
      assert.deepEqual(await named(desk, 'Brodersen'), ['Momme Brodersen'])
    },
    { phone: true, dark: true },
  ))

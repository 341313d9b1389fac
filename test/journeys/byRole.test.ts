import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey, type Made } from './support.ts'

test('in marketing a phone leads to the campaigns by one press, and to the opportunities by two', () =>
  journey(
    async ({ page, open }) => {
      await open('/')
      const bar = page.getByRole('navigation', { name: 'Rooms' })
      await bar.getByRole('link', { name: 'Campaigns' }).click()
      await page.waitForURL('**/campaigns')
      assert.equal(await bar.getByRole('link', { name: 'Opportunities' }).count(), 0)
      await bar.getByRole('button', { name: 'More' }).click()
      const more = page.getByRole('dialog', { name: 'More' })
      assert.equal(await more.getByRole('link', { name: 'Campaigns' }).count(), 0)
      await more.getByRole('link', { name: 'Opportunities' }).click()
      await page.waitForURL('**/opportunities')
    },
    { role: 'marketing', phone: true },
  ))

test('whoever only reads is told at the conversion why nothing can be recorded', async () => {
  const made = Promise.withResolvers<Made>()
  await journey(async ({ call }) =>
    made.resolve(await call('POST', '/leads', { LastName: 'Looked', Company: 'Looked At Works' })),
  )
  const lead = await made.promise
  await journey(
    async ({ page, open }) => {
      await open(`/leads/${lead.Id}/convert`)
      const record = page.getByRole('button', { name: 'Record budget' })
      await record.focus()
      await page.getByRole('tooltip', { name: /may read leads, but not change them/ }).waitFor()
      await page.keyboard.press('Enter')
      assert.equal(await page.getByRole('form', { name: /^Record/ }).count(), 0)
      await assertAccessible(page)
    },
    { role: 'read_only' },
  )
})

for (const [role, counted, told] of [
  ['vetter', 'Home7 waiting for you', 'leads nobody touched are counted at the door of whoever may touch them'],
  ['read_only', 'Home', 'leads nobody touched wait for nobody who only reads'],
] as const)
  test(told, () =>
    journey(
      async ({ page, open }) => {
        await page.route('**/api/home*', async (route) => {
          const answer = await route.fetch()
          const home = (await answer.json()) as object
          await route.fulfill({ response: answer, json: { ...home, untouchedLeads: { count: 7, records: [] } } })
        })
        await open('/')
        await page.getByText('7 leads wait too long for a first touch').waitFor()
        const home = page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Home' })
        assert.equal(await home.textContent(), counted)
      },
      { role },
    ),
  )

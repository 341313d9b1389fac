import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/until.ts'
import { type Desk, journey, settled } from './support.ts'

type Import = { readonly Id: string; readonly state: string }

const list = `Vorname,Nachname,Firma,E-Mail,Telefon,Bemerkung
Tilda,Varnholt,Nordwind GmbH,tilda.varnholt@varnholt-lager.de,+49 30 5557788,Wants forty pallet movers
Jonas,Berg,Sable Freight,jonas@sable-freight.de,+49 40 7770101,
`

test('a trade-show list is imported, its duplicates merged, a lead vetted and converted, and the conversion undone', () =>
  journey(async (desk) => {
    const { page } = desk
    await importList(desk)
    // The same evening somebody types her in by hand from a business card.
    await desk.call('POST', '/leads?allowDuplicates=true', {
      FirstName: 'T.',
      LastName: 'Varnholt',
      Company: 'Nordwind',
      Phone: '030 5557788',
      City: 'Bonn',
    })

    await desk.open('/leads')
    const row = page.getByRole('row').filter({ hasText: 'Tilda Varnholt' })
    await row.getByRole('img', { name: /likely duplicate/ }).waitFor()
    await row.click()
    await page.getByRole('heading', { level: 1, name: 'Tilda Varnholt' }).waitFor()
    const duplicates = page.getByRole('region', { name: 'Likely duplicates' })
    assert.match(await duplicates.innerText(), /Same phone number/)
    await duplicates.getByRole('link', { name: 'Compare', exact: true }).first().click()

    await page.getByRole('heading', { name: 'Merge 2 leads into one' }).waitFor()
    await page.getByRole('radiogroup', { name: 'Company' }).getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Merge 2 leads' }).click()
    await page.getByText(/Merged 2 leads into/).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Tilda Varnholt' }).waitFor()

    for (const [letter, answer] of [
      ['b', '€40k approved'],
      ['a', 'She signs'],
      ['n', 'Movers fail weekly'],
      ['t', 'Before September'],
    ] as const) {
      await page.keyboard.press(letter)
      const form = page.getByRole('form', { name: /^Record/ })
      await form.waitFor()
      await page.keyboard.type(answer)
      await page.keyboard.press('Enter')
      await form.waitFor({ state: 'detached' })
      await page.getByText(answer).first().waitFor()
    }
    await page.getByText('This lead is vetted').waitFor()

    await page.keyboard.press('3')
    await page.getByRole('button', { name: 'Log call and convert' }).click()
    await page.getByRole('heading', { name: 'Convert Tilda Varnholt' }).waitFor()
    await page.getByLabel(/^Amount/).fill('40000')
    await page.getByRole('button', { name: 'Convert lead' }).click()
    await page.getByRole('heading', { name: 'Tilda Varnholt is converted' }).waitFor()
    await assertConverted(desk)

    await page.getByRole('button', { name: 'Undo conversion' }).click()
    await page.getByText('Tilda Varnholt is a lead again').waitFor()
    await page.waitForURL(/\/leads\/00Q\w+$/)
    const { records } = await desk.call<{ records: readonly { Status: string }[] }>('GET', '/leads?q=Varnholt')
    assert.deepEqual(
      records.map(({ Status }) => Status),
      ['Working - Contacted'],
    )
  }))

async function importList({ call }: Desk): Promise<void> {
  const taken = await call<Import>('POST', '/imports', { name: 'logimat.csv', content: list, object: 'Lead' })
  await call('POST', `/imports/${taken.Id}/start`)
  await until(
    () => call<Import>('GET', `/imports/${taken.Id}`),
    ({ state }) => state === 'done',
  )
}

async function assertConverted({ call, page }: Desk): Promise<void> {
  for (const kind of ['New account', 'New contact', 'New opportunity'])
    assert.equal(await page.getByText(kind, { exact: true }).count(), 1, kind)
  const { records } = await call<{ records: readonly { Amount: number; StageName: string; AccountId: string }[] }>(
    'GET',
    '/opportunities?q=Nordwind',
  )
  assert.deepEqual(
    records.map(({ Amount, StageName }) => [Amount, StageName]),
    [[40_000, 'Prospecting']],
  )
  await settled(page)
}

test('what conversion would do without the criteria is refused with what is missing and the buttons for it', () =>
  journey(
    async ({ page, call, open }) => {
      const lead = await call('POST', '/leads', { FirstName: 'Jule', LastName: 'Sand', Company: 'Kestrel Energy' })
      await open(`/leads/${lead.Id}/convert`)
      await page.getByText(/not vetted yet: budget, authority, need and timeline are missing/).waitFor()
      const convert = page.getByRole('button', { name: 'Convert lead' })
      assert.equal(await convert.getAttribute('aria-disabled'), 'true')
      await convert.focus()
      await page
        .getByRole('tooltip')
        .filter({ hasText: /missing/ })
        .waitFor()
      await page.getByRole('button', { name: 'Record budget' }).click()
      await page.keyboard.type('Twelve thousand, from the plant’s own budget')
      await page.keyboard.press('Enter')
      await page.getByText(/not vetted yet: authority, need and timeline are missing/).waitFor()
    },
    { role: 'vetter' },
  ))

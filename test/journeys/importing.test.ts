import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, settled } from './support.ts'

const header = 'Vorname;Nachname;Firma;E-Mail;Eintritt'
const guests = [
  'Tomke;Jansen;Werft Ost;tomke@werft-ost.example;10.04.2026',
  'Zoë;Müller;Glashütte Süd;zoe@glas-sued.example;11.04.2026',
  'Ohne;Adresse;Halle Drei;keine adresse;12.04.2026',
]
// As Excel in Western Europe writes it: Windows-1252, semicolons, CR LF.
const file = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...rows, ''].join('\r\n'), 'latin1'),
})

type Worded = { readonly LastName: string; readonly Status: string; readonly Rating: string }

const leadsNamed = async ({ call }: Desk, q: string) =>
  (
    await call<{ records: readonly { Name: string; Company: string }[] }>(
      'GET',
      `/leads?q=${encodeURIComponent(q)}&fields=Name,Company`,
    )
  ).records

test('a list is dropped, understood, imported, and undone as a whole', () =>
  journey(async (desk) => {
    const { page } = desk
    await desk.open('/imports/new')
    await page.locator('input[type="file"]').setInputFiles(file('hannover.csv', guests))

    await page.getByRole('heading', { level: 1, name: 'hannover.csv' }).waitFor()
    const would = page.getByRole('region', { name: 'What would happen' })
    await would.getByText('all 3 rows tried, nothing kept').waitFor()
    assert.match(await would.innerText(), /New leads\s+2\s/)
    assert.match(await would.innerText(), /E-mail must be an e-mail address/)
    assert.equal(await page.getByRole('combobox', { name: 'Field for the column Firma' }).inputValue(), 'Company')
    assert.match(
      await page.getByRole('region', { name: 'How the file is written' }).innerText(),
      /Western European \(Windows\), semicolon between cells/,
    )
    assert.deepEqual(await leadsNamed(desk, 'Tomke'), [], 'nothing is written before somebody says so')
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Import 3 rows' }).click()
    await page.getByText('3 rows read: 2 leads are new, and 1 row needs mending.').waitFor()
    assert.deepEqual(await leadsNamed(desk, 'Zoë'), [
      { ...(await leadsNamed(desk, 'Zoë'))[0], Name: 'Zoë Müller', Company: 'Glashütte Süd' },
    ])
    await assertAccessible(page)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Download 1 row with the reason/ }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
    assert.match(Buffer.concat(chunks).toString('utf8'), /keine adresse/)

    await page.getByRole('button', { name: 'Undo import' }).click()
    const asked = page.getByRole('dialog')
    await asked.getByText('2 leads go to the recycle bin.').waitFor()
    await asked.getByRole('button', { name: 'Undo import' }).click()
    await page.getByText('This import is undone').waitFor()
    assert.deepEqual(await leadsNamed(desk, 'Tomke'), [])
  }))

test('a column goes where somebody says, and the campaign takes everybody in', () =>
  journey(async (desk) => {
    const { page } = desk
    const campaign = await desk.call('POST', '/campaigns', { Name: 'Boot Düsseldorf', Type: 'Trade Show' })
    await desk.open('/imports/new')
    await page
      .locator('input[type="file"]')
      .setInputFiles(file('boot.csv', ['Wiebke;Tamm;Segel Nord;wiebke@segel-nord.example;Heck']))
    const field = page.getByRole('combobox', { name: 'Field for the column Eintritt' })
    await field.click()
    await field.fill('Descr')
    await page.getByRole('option', { name: 'Description' }).click()
    await page.getByText('You chose it.').waitFor()

    await page.getByRole('textbox', { name: 'Put everybody into a campaign' }).fill('Boot')
    await page.getByRole('option', { name: /Boot Düsseldorf/ }).click()
    await page.getByRole('combobox', { name: 'as', exact: true }).click()
    await page.getByRole('option', { name: /Visited Stand/ }).click()
    await page
      .getByRole('button', { name: 'Import 1 rows' })
      .or(page.getByRole('button', { name: 'Import 1 row' }))
      .first()
      .click()
    await page.getByText('1 row read: 1 lead is new.').waitFor()

    await desk.open(`/campaigns/${campaign.Id}?tab=members`)
    const status = page.getByRole('combobox', { name: 'Status of Wiebke Tamm' })
    await status.waitFor()
    assert.equal(await status.inputValue(), 'Visited Stand')
  }))

test('a column that was left out can go where it went before, also to what nobody types', () =>
  journey(async (desk) => {
    const { page } = desk
    await desk.open('/imports/new')
    await page.locator('input[type="file"]').setInputFiles({
      name: 'old.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Last Name,Company,Created Date\nOlder,Ankerwerk,2019-05-06\n'),
    })
    const field = page.getByRole('combobox', { name: 'Field for the column Created Date' })
    const choose = async (name: string) => {
      await field.click()
      await page.getByRole('option', { name, exact: true }).click()
      assert.equal(await field.inputValue(), name, 'at once')
      await page.getByRole('region', { name: 'What would happen' }).and(page.locator('[aria-busy="false"]')).waitFor()
      assert.equal(await field.inputValue(), name)
    }
    await field.waitFor()
    assert.equal(await field.inputValue(), 'Created')
    await choose('Do not import')
    await choose('Created')
    await page.getByRole('button', { name: 'Import 1 row' }).click()
    await page.getByText('1 row read: 1 lead is new.').waitFor()
    const { records } = await desk.call<{ records: readonly { CreatedDate: string }[] }>(
      'GET',
      '/leads?q=Older&fields=CreatedDate',
    )
    assert.deepEqual(
      records.map(({ CreatedDate }) => CreatedDate.slice(0, 10)),
      ['2019-05-06'],
    )
  }))

test('the file’s own words are said what they mean, one by one or as suggested', () =>
  journey(async (desk) => {
    const { page } = desk
    await desk.open('/imports/new')
    await page.locator('input[type="file"]').setInputFiles({
      name: 'words.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Last Name,Company,Status,Rating\nWordy,Ankerwerk,Cooking,Hottest\nWordier,Bojenbau,Cooking,Hot\nWordiest,Cordage,Neu,Hot\n',
      ),
    })
    await page.getByRole('heading', { level: 1, name: 'words.csv' }).waitFor()
    const words = page.getByRole('table', { name: 'Words of the file' })
    const said = (word: string) => words.getByRole('row').filter({ has: page.getByText(word, { exact: true }) })
    await said('Neu').getByText('Other systems call it so.').waitFor()
    await said('Hottest')
      .getByText(/It might mean Hot\./)
      .waitFor()
    await assertAccessible(page)
    await said('Cooking').getByRole('combobox', { name: 'What Cooking means' }).click()
    await page.getByRole('option', { name: 'Working - Contacted' }).click()
    await said('Cooking').getByText('You chose it.').waitFor()
    await said('Hottest').getByRole('combobox', { name: 'What Hottest means' }).click()
    await page.getByRole('option', { name: 'Hot (suggested)' }).click()
    await said('Hottest').getByText('You chose it.').waitFor()
    await settled(page)

    await page.getByRole('button', { name: 'Import 3 rows' }).click()
    await page.getByText('3 rows read: 3 leads are new.').waitFor()
    const { records } = await desk.call<{ records: readonly Worded[] }>(
      'GET',
      '/leads?q=Word&fields=LastName,Status,Rating&sort=LastName',
    )
    assert.deepEqual(
      records.map(({ LastName, Status, Rating }) => [LastName, Status, Rating]),
      [
        ['Wordier', 'Working - Contacted', 'Hot'],
        ['Wordiest', 'Open - Not Contacted', 'Hot'],
        ['Wordy', 'Working - Contacted', 'Hot'],
      ],
    )
  }))

test('a file that is no list is refused kindly, and the next one can be dropped at once', () =>
  journey(async (desk) => {
    const { page } = desk
    await desk.open('/imports/new')
    for (const [name, content] of [
      ['empty.csv', ''],
      ['book.xlsx', 'PK\u0003\u0004 a workbook'],
    ] as const) {
      await page
        .locator('input[type="file"]')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
      const refusal = page.getByRole('alert').filter({ hasText: name })
      await refusal.waitFor()
      assert.doesNotMatch(await refusal.innerText(), /fault|error|exception/i)
    }
    await page.locator('input[type="file"]').setInputFiles(file('again.csv', guests.slice(0, 1)))
    await page.getByRole('heading', { level: 1, name: 'again.csv' }).waitFor()
    await settled(page)
  }))

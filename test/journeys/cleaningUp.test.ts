import assert from 'node:assert/strict'
import { test } from 'node:test'
import { again, strangerNumber } from '../support/duplicateRuns.ts'
import { assertAccessible, type Desk, journey } from './support.ts'

const leads = Array.from({ length: 30 }, (_, n) => strangerNumber(n + 2000))
const copies = leads.slice(0, 6).map(again)

const countOf = async ({ call }: Desk, word: string): Promise<number> =>
  (await call<{ records: readonly unknown[] }>('GET', `/leads?q=${word}&fields=Id`)).records.length

test('all leads are searched, a sample is looked at by key, groups are merged in bulk, and all is undone', () =>
  journey(async (desk) => {
    const { page, call } = desk
    await call('POST', '/leads', [...leads, ...copies])
    const word = encodeURIComponent(leads[0]?.LastName ?? '')
    assert.equal(await countOf(desk, word), 2)

    await desk.open('/duplicates')
    await page.getByRole('link', { name: 'Search all records' }).click()
    await page.getByRole('heading', { name: 'Search all records for duplicates' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Search all records' }).first().click()
    await page.getByRole('menuitem', { name: 'Leads', exact: true }).click()

    await page.getByRole('region', { name: 'Merge in bulk' }).waitFor({ timeout: 60_000 })
    const groups = page.getByRole('region', { name: 'Groups' })
    await groups.getByRole('article').first().waitFor()
    const slider = page.getByRole('slider', { name: 'Least certainty of a group' })
    await slider.focus()
    for (let step = 0; step < 18; step++) await slider.press('ArrowLeft')
    await page.getByText('At 80 % and above').waitFor()
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Check a sample first' }).click()
    await page.getByText(/^0 of \d+ looked at/).waitFor()
    await page.keyboard.press('s')
    await page.getByText(/^1 of \d+ looked at/).waitFor()
    await page.getByText(/Of 1 looked at, 100 % are right/).waitFor()

    await page.getByRole('button', { name: /^Merge \d+ groups$/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Merge \d+ groups$/ })
      .click()
    const merge = page.getByRole('group', { name: 'Merge from 80 % on' })
    await merge.getByText('Merged', { exact: true }).waitFor({ timeout: 60_000 })
    await page.getByText(/nothing is left to merge: \d+ groups are merged/).waitFor()
    assert.equal(await countOf(desk, word), 1)
    await assertAccessible(page)

    await merge.getByRole('button', { name: /^Undo \d+ merges$/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo merges' }).click()
    await merge.getByText('Undone', { exact: true }).waitFor({ timeout: 60_000 })
    assert.equal(await countOf(desk, word), 2)
  }))

test('who comes to a lead that was merged is led to the one it became, and the rest is compared without it', () =>
  journey(async ({ page, call, open }) => {
    const person = { LastName: 'Sandoval', Company: 'Sandoval Ferries', Email: 'r@sandoval.example' }
    const ids: string[] = []
    for (const FirstName of ['Rosa', 'Rosalia', 'Rosaria'])
      ids.push((await call('POST', '/leads?allowDuplicates=true', { ...person, FirstName })).Id)
    const [goes = '', stays = '', third = ''] = ids
    await call('POST', '/leads/merge', { master: stays, losers: [goes], values: {} })

    await open(`/leads/merge?ids=${ids.join(',')}`)
    await page.getByRole('heading', { name: 'One of these leads is not here to compare' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Compare the other 2' }).click()
    await page.getByRole('heading', { name: 'Merge 2 leads into one' }).waitFor()
    assert.match(page.url(), new RegExp(third))

    await open(`/leads/${goes}`)
    await page.getByRole('link', { name: /^Open Rosal/ }).click()
    await page.waitForURL(new RegExp(stays))
  }))

const list = `given name,surname,birth date,town
Catherine,Hollander,1903-12-04,Whitby
Peter,Quint,1899-01-01,Leeds
Katherine,Hollander,1903-12-04,Whitby
`

for (const sight of [{}, { phone: true, dark: true }])
  test(`a list is checked by pasting it, and its pairs are downloaded${'phone' in sight ? ', at a phone in the dark' : ''}`, () =>
    journey(async ({ page, open }) => {
      await open('/duplicates/list')
      await page.getByRole('textbox', { name: 'Or paste rows' }).fill(list)
      await page.getByRole('button', { name: 'Check pasted rows' }).click()
      await page.getByText('1 pair among 3 rows.').waitFor({ timeout: 30_000 })
      await page
        .getByRole('table', { name: 'Pairs' })
        .getByText(/over 99 %|9\d %/)
        .first()
        .waitFor()
      await page
        .getByRole('table', { name: 'Pairs' })
        .getByText('Katherine · Hollander · 1903-12-04 · Whitby')
        .waitFor()
      await assertAccessible(page)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download pairs.csv' }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
      assert.match(Buffer.concat(chunks).toString('utf8'), /^left,right,probability,reasons\r\n1,3,/)
    }, sight))

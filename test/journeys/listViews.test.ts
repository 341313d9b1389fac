import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey, settled } from './support.ts'

test('what somebody looks at every morning is kept as a view, opens their list, and is renamed and deleted', () =>
  journey(async ({ page, call, open }) => {
    await call('POST', '/leads?allowDuplicates=true', [
      { LastName: 'Viewhot', Company: 'Nordwind', Rating: 'Hot' },
      { LastName: 'Viewcold', Company: 'Nordwind', Rating: 'Cold' },
    ])
    const rating = {
      and: [
        { field: 'Rating', op: 'in', value: ['Hot'] },
        { field: 'OwnerId', op: 'eq', value: '$me' },
      ],
    }
    await open(`/leads?filter=${encodeURIComponent(JSON.stringify(rating))}`)
    await page.getByText('Owner is me').waitFor()
    assert.equal(await page.getByRole('row', { name: /Viewcold/ }).count(), 0)
    await page.getByRole('row', { name: /Viewhot/ }).waitFor()

    await page.getByRole('button', { name: 'View: All leads, changed' }).click()
    await page.getByRole('menuitem', { name: 'Save as view' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('My hot leads')
    await page.getByLabel('Open leads with it').check()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('button', { name: 'View: My hot leads', exact: true }).waitFor()

    await open('/leads')
    await page.getByRole('button', { name: 'View: My hot leads', exact: true }).waitFor()
    await settled(page)
    await page.getByRole('row', { name: /Viewhot/ }).waitFor()
    // Until the answer is there, the rows of the list before stand faint.
    await page.getByRole('row', { name: /Viewcold/ }).waitFor({ state: 'detached' })

    await page.keyboard.press('v')
    await assertAccessible(page)
    await page.getByRole('menuitem', { name: 'All leads' }).click()
    await page.getByRole('row', { name: /Viewcold/ }).waitFor()
    await page.getByRole('button', { name: 'View: All leads' }).click()
    await page.getByRole('menuitem', { name: 'My hot leads' }).click()
    await page.getByRole('button', { name: 'View: My hot leads', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Rename view' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Mine and hot')
    await page.getByRole('button', { name: 'Rename view' }).click()
    await page.getByRole('button', { name: 'View: Mine and hot' }).click()
    await page.getByRole('menuitem', { name: 'Delete view' }).click()
    await page.getByRole('button', { name: 'Delete view' }).click()
    await page.getByRole('button', { name: 'View: All leads' }).waitFor()
    const { views } = await call<{ views: readonly { Name: string }[] }>('GET', '/views?object=Lead')
    assert.ok(!views.some(({ Name }) => Name === 'Mine and hot'))
  }))

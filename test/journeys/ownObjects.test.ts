import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey, settled } from './support.ts'

test('an object of one’s own is made, given fields and permissions, and filled, and stands on the page of what it points to', () =>
  journey(async ({ page, open, call }) => {
    const account = await call('POST', '/accounts', { Name: 'Turbinenwerk Lund' })
    await open('/setup/objects')
    await page.getByRole('button', { name: 'Create object' }).click()
    await page.getByLabel('One is called').fill('Machine')
    await page.getByRole('combobox', { name: 'Its records are named' }).click()
    await page.getByRole('option', { name: 'by a number, given by itself' }).click()
    await page.getByLabel('Format of the number').fill('M-{{0000}')
    await page.getByRole('dialog').getByRole('button', { name: 'Create object' }).click()
    await page.getByText('cannot number records').first().waitFor()
    await page.getByLabel('Format of the number').fill('M-{0000}')
    await page.getByRole('dialog').getByRole('button', { name: 'Create object' }).click()
    await page.getByRole('heading', { name: 'Machines', level: 1 }).waitFor()

    for (const [label, kind] of [
      ['Serial', 'Text'],
      ['Stands at', 'Link to a record'],
    ] as const) {
      await page.getByRole('button', { name: 'Add field' }).click()
      await page.getByRole('dialog').getByLabel('Label').fill(label)
      await page.getByRole('dialog').getByRole('combobox', { name: 'Type' }).click()
      await page.getByRole('option', { name: kind, exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Add field' }).click()
      await page.getByRole('cell', { name: label }).first().waitFor()
    }
    await page.getByRole('checkbox', { name: 'Read-only: see' }).press('Space')
    await page.waitForFunction(
      () => document.querySelector('[aria-label="Read-only: see"]:not(:checked):not(:disabled)') !== null,
    )
    await assertAccessible(page)

    await open(`/accounts/${account.Id}`)
    await page.getByRole('button', { name: 'Add machine' }).click()
    await page.getByRole('dialog').getByLabel('Serial').fill('T-4711')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Create machine/ })
      .click()
    await page.getByRole('heading', { name: 'M-0001', level: 1 }).waitFor()
    await settled(page)
    assert.match(page.url(), /\/records\/Machine__c\/a0/)
    await page.getByRole('link', { name: 'Turbinenwerk Lund' }).first().waitFor()
    await assertAccessible(page)

    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Machines' }).click()
    await page.getByText('T-4711').first().waitFor()
    await settled(page)
    await assertAccessible(page)
    await open(`/accounts/${account.Id}`)
    await page.getByRole('link', { name: 'M-0001' }).waitFor()
  }))

test('an event is made with its fields, has no records, and is removed', () =>
  journey(async ({ page, open }) => {
    await open('/setup/objects')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create object' }).click()
    await page.getByLabel('One is called').fill('Order shipped')
    await page.getByLabel('Several are called').fill('Orders shipped')
    await page.getByRole('combobox', { name: 'Its records are named' }).click()
    await page.getByRole('option', { name: 'not at all: it is an event that programs tell each other' }).click()
    assert.equal(await page.getByRole('combobox', { name: 'Records are seen' }).count(), 0)
    await page.getByRole('dialog').getByRole('button', { name: 'Create object' }).click()
    await page.getByRole('heading', { name: 'Orders shipped', level: 1 }).waitFor()
    await page.getByText('/event/Order_shipped__e').waitFor()
    await page.getByRole('checkbox', { name: 'Sales: publish' }).waitFor()
    assert.equal(await page.getByRole('checkbox', { name: 'Sales: change' }).count(), 0)
    await page.getByRole('button', { name: 'Add field' }).click()
    await page.getByRole('dialog').getByLabel('Label').fill('Order number')
    await page.getByRole('dialog').getByRole('combobox', { name: 'Type' }).click()
    assert.equal(await page.getByRole('option', { name: 'Link to a record' }).count(), 0)
    await page.getByRole('option', { name: 'Text', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add field' }).click()
    await page.getByRole('cell', { name: 'Order number' }).first().waitFor()
    await settled(page)
    await assertAccessible(page)
    await open('/setup/objects')
    await page.getByRole('row', { name: /Orders shipped.*an event.*none/ }).waitFor()
    assert.equal(await page.getByRole('navigation', { name: 'Rooms' }).getByText('Orders shipped').count(), 0)
    await page.getByRole('link', { name: 'Orders shipped' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('button', { name: 'Remove object' }).click()
    await page.getByRole('region', { name: 'Removed objects' }).getByText('Orders shipped').waitFor()
  }))

let crane: Promise<string> | undefined

/** An object of one's own that whoever only reads does not see, with one record, whose id is answered. */
async function makeCrane(): Promise<string> {
  const made = Promise.withResolvers<string>()
  await journey(async ({ call }) => {
    await call('POST', '/custom-objects', { label: 'Crane', nameFormat: 'C-{0000}', permissions: { read_only: '' } })
    await call('POST', '/custom-fields', { object: 'Crane__c', label: 'Serial', type: 'string', length: 30 })
    made.resolve((await call('POST', '/records/Crane__c', { Serial__c: 'T-0815' })).Id)
  })
  return made.promise
}

test('what is one’s own is in order on a phone, in the dark', async () => {
  crane ??= makeCrane()
  const id = await crane
  await journey(
    async ({ page, open }) => {
      for (const address of [
        '/setup/objects',
        '/setup/objects/Crane__c',
        '/records/Crane__c',
        `/records/Crane__c/${id}`,
      ]) {
        await open(address)
        await settled(page)
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        assert.equal(beyond, 0, `${address} is wider than the phone`)
        await assertAccessible(page)
      }
    },
    { phone: true, dark: true },
  )
})

test('whoever may not see an object finds it nowhere', async () => {
  crane ??= makeCrane()
  await crane
  await journey(
    async ({ page, open }) => {
      await open('/leads')
      await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Leads' }).waitFor()
      await settled(page)
      assert.equal(await page.getByRole('link', { name: 'Cranes' }).count(), 0)
      await open('/setup/objects')
      await page.getByText('Your role (Read-only) does not see it.').waitFor()
    },
    { role: 'read_only' },
  )
})

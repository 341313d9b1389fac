import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Desk, journey, settled } from './support.ts'

type Lead = {
  readonly Status: string
  readonly UnqualifiedReason: string | null
  readonly NextStepDate: string | null
  readonly IsConverted: boolean
}

const made = (desk: Desk, LastName: string) =>
  desk.call('POST', '/leads', { FirstName: 'Kay', LastName, Company: `${LastName} Works` })
const read = (desk: Desk, id: string) =>
  desk.call<Lead>('GET', `/leads/${id}?fields=Status,NextStepDate,UnqualifiedReason,IsConverted`)

/** Finds a lead in the list and opens it, by keys alone. */
async function findByKeys({ page, open }: Desk, name: string): Promise<void> {
  await open('/leads')
  await page.keyboard.press('/')
  await page.keyboard.type(name)
  await page.getByRole('row').filter({ hasText: name }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: `Kay ${name}` }).waitFor()
  await settled(page)
}

test('a call is vetted, converted and left again without touching the mouse', () =>
  journey(async (desk) => {
    const { page } = desk
    const lead = await made(desk, 'Brandt')
    await findByKeys(desk, 'Brandt')
    for (const letter of ['b', 'a', 'n', 't']) {
      await page.keyboard.press(letter)
      await page.getByRole('form', { name: /^Record/ }).waitFor()
      await page.keyboard.type(`Known by ${letter}`)
      await page.keyboard.press('Enter')
      await page.getByRole('form', { name: /^Record/ }).waitFor({ state: 'detached' })
      const card = page.getByRole('button', { name: `Known by ${letter}` })
      assert.ok(
        await card.evaluate((one) => one === document.activeElement),
        'the form gives the focus back to its card',
      )
    }
    await page.keyboard.press('v')
    await page.getByRole('heading', { name: 'Convert Kay Brandt' }).waitFor()
    const convert = page.getByRole('button', { name: 'Convert lead' })
    for (let presses = 0; presses < 40 && !(await convert.evaluate((one) => one === document.activeElement)); presses++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Kay Brandt is converted' }).waitFor()
    assert.equal((await read(desk, lead.Id)).IsConverted, true)
  }))

test('a dead end is one key, the arrow to its reason, and Enter; it reopens with a reason', () =>
  journey(async (desk) => {
    const { page } = desk
    const lead = await made(desk, 'Winter')
    await findByKeys(desk, 'Winter')
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await page.getByText('Choose the reason').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByText('Closed: Not our market').waitFor()
    const closed = await read(desk, lead.Id)
    assert.deepEqual([closed.Status, closed.UnqualifiedReason], ['Closed - Not Converted', 'Not our market'])

    await page.keyboard.press('r')
    await page.getByRole('dialog', { name: /Reopen/ }).waitFor()
    await page.keyboard.type('They opened a branch in our market')
    await page.keyboard.press('Enter')
    await page.getByText('This lead is not vetted yet').waitFor()
    assert.notEqual((await read(desk, lead.Id)).Status, 'Closed - Not Converted')
  }))

test('a definite maybe is one key and Enter, and leaves a dated next step', () =>
  journey(async (desk) => {
    const { page } = desk
    const lead = await made(desk, 'Sommer')
    await findByKeys(desk, 'Sommer')
    await page.keyboard.press('2')
    await page.getByRole('form', { name: 'Definite maybe' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Follow up with Kay Sommer').first().waitFor()
    const after = await read(desk, lead.Id)
    assert.equal(after.Status, 'Working - Contacted')
    assert.match(after.NextStepDate ?? '', /^\d{4}-\d{2}-\d{2}$/)
  }))

test('J and K go through the leads of the list the person came from', () =>
  journey(async (desk) => {
    const { page } = desk
    for (const name of ['Eins', 'Zwei'])
      await desk.call('POST', '/leads', { FirstName: 'Neighbour', LastName: name, Company: 'Neighbours' })
    await desk.open('/leads?q=Neighbour')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Neighbour Zwei' }).waitFor()
    await page.getByText('1 of 2').waitFor()
    await page.keyboard.press('j')
    await page.getByRole('heading', { level: 1, name: 'Neighbour Eins' }).waitFor()
    await page.keyboard.press('k')
    await page.getByRole('heading', { level: 1, name: 'Neighbour Zwei' }).waitFor()
  }))

test('likely duplicates are decided by key', () =>
  journey(async (desk) => {
    const { page } = desk
    for (const FirstName of ['Tove', 'T.'])
      await desk.call('POST', '/leads', {
        FirstName,
        LastName: 'Lundqvist',
        Company: 'Fjord AB',
        Phone: '+46 8 5550 777',
      })
    await desk.open('/duplicates')
    const pair = page.getByRole('listitem').filter({ hasText: 'Lundqvist' })
    await pair.waitFor()
    for (let moves = 0; moves < 30 && (await pair.getAttribute('aria-current')) !== 'true'; moves++)
      await page.keyboard.press('j')
    await page.keyboard.press('d')
    await page.getByText(/will not be suggested again/).waitFor()
    await desk.open('/duplicates')
    assert.equal(await page.getByRole('listitem').filter({ hasText: 'Lundqvist' }).count(), 0)
  }))

test('a session that ends while somebody types costs them nothing', () =>
  journey(async (desk) => {
    const { page, open } = desk
    const lead = await made(desk, 'Herbst')
    await open(`/leads/${lead.Id}`)
    await page.keyboard.press('m')
    const note = page.getByRole('form', { name: 'Write note' })
    await note.getByRole('textbox').fill('They moved to Kiel in spring')
    await page.context().clearCookies()
    await note.getByRole('button', { name: 'Write note' }).click()
    await page.getByText('What you typed stays here').waitFor()

    const opened = page.waitForEvent('popup')
    await page.getByRole('link', { name: 'Sign in in another tab' }).click()
    const tab = await opened
    await tab.getByLabel('E-mail').fill('ada@nordwind.example')
    await tab.getByRole('textbox', { name: 'Password' }).fill('nine blue whales')
    await tab.keyboard.press('Enter')
    await tab.getByRole('link', { name: 'Leads', exact: true }).first().waitFor()
    await tab.close()

    const written = page.waitForResponse((answer) => answer.url().endsWith('/notes') && answer.ok())
    await note.getByRole('button', { name: 'Write note' }).click()
    await written
    const { records } = await desk.call<{ records: { Body: string }[] }>(
      'GET',
      `/notes?filter=${encodeURIComponent(JSON.stringify({ field: 'ParentId', op: 'eq', value: lead.Id }))}`,
    )
    assert.deepEqual(
      records.map(({ Body }) => Body),
      ['They moved to Kiel in spring'],
    )
  }))

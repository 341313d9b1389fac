import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, type Made } from './support.ts'

type Listed = {
  readonly records: readonly { readonly Id: string; readonly Status: string; readonly LastName: string }[]
}

const make = async ({ call }: Desk, FirstName: string, names: readonly string[]): Promise<Made[]> => {
  const made: Made[] = []
  for (const LastName of names)
    made.push(await call('POST', '/leads?allowDuplicates=true', { FirstName, LastName, Company: `${LastName} & Sons` }))
  return made
}

async function selectAll({ page, open }: Desk, firstName: string): Promise<void> {
  await open(`/leads?q=${firstName}`)
  await page.getByRole('row').filter({ hasText: firstName }).first().waitFor()
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).check()
}

test('many leads change their status at once, and a closed one among them takes a reason', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const [first] = await make(desk, 'Bulky', ['Anders', 'Berger', 'Cohen'])
    await call('POST', `/leads/${first?.Id ?? ''}/outcome`, { outcome: 'dead_end', reason: 'No interest' })
    await selectAll(desk, 'Bulky')
    await page.getByRole('button', { name: 'Change status' }).click()
    await page.getByRole('combobox', { name: 'New status' }).click()
    await page.getByRole('option', { name: 'Working - Contacted' }).click()
    await page.getByRole('textbox', { name: 'Why is 1 closed lead opened again?' }).fill('Asked for a call')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Move 3 leads' }).click()
    await page.getByText('3 leads are now “Working - Contacted”.').waitFor()
    const { records } = await call<Listed>('GET', '/leads?q=Bulky')
    assert.deepEqual(
      records.map(({ Status }) => Status),
      ['Working - Contacted', 'Working - Contacted', 'Working - Contacted'],
    )
  }))

test('leads that are in a campaign already are refused row by row, the others join it', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const [first] = await make(desk, 'Joiner', ['Dahl', 'Ek'])
    const campaign = await call('POST', '/campaigns', { Name: 'LogiMAT Stuttgart', Status: 'In Progress' })
    await call('POST', '/campaign-members', { CampaignId: campaign.Id, LeadId: first?.Id })
    await selectAll(desk, 'Joiner')
    await page.getByRole('button', { name: 'Add to campaign' }).click()
    await page
      .getByRole('combobox', { name: 'Campaign' })
      .or(page.getByRole('textbox', { name: 'Campaign' }))
      .first()
      .fill('LogiMAT')
    await page.getByRole('option', { name: /LogiMAT Stuttgart/ }).click()
    await page.getByRole('button', { name: 'Add 2 leads' }).click()
    await page.getByText('1 lead changed, 1 refused.').waitFor()
    await page.getByRole('dialog').getByRole('link', { name: 'Joiner Dahl' }).waitFor()
    const members = await call<{ records: readonly unknown[] }>(
      'GET',
      `/campaign-members?filter=${encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: campaign.Id }))}`,
    )
    assert.equal(members.records.length, 2)
  }))

test('somebody we know is shown while a new lead is typed, and can be opened instead', () =>
  journey(async (desk) => {
    const { page } = desk
    await make(desk, 'Solveig', ['Nygaard'])
    await desk.open('/leads')
    await page.getByRole('button', { name: 'Create lead' }).click()
    const sheet = page.getByRole('dialog', { name: 'Create lead' })
    await sheet.getByLabel(/^First name/).fill('Solveig')
    await sheet.getByLabel(/^Last name/).fill('Nygaard')
    await sheet.getByLabel(/^Company/).fill('Nygaard & Sons')
    await sheet.getByRole('link', { name: 'Open Solveig Nygaard instead' }).click()
    await page.getByRole('heading', { level: 1, name: 'Solveig Nygaard' }).waitFor()
    await sheet.waitFor({ state: 'detached' })
  }))

test('a deleted lead comes back by the undo of its toast', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const [lead] = await make(desk, 'Gone', ['Hansen'])
    await desk.open(`/leads/${lead?.Id ?? ''}`)
    await page.getByRole('button', { name: 'Delete lead' }).click()
    // A toast goes by itself, but not from under the pointer.
    const undo = page.getByRole('button', { name: 'Undo' })
    await undo.hover()
    await page.getByText(/Deleted Gone Hansen/).waitFor()
    assert.equal((await call<Listed>('GET', '/leads?q=Gone')).records.length, 0)
    await undo.click()
    await page.getByRole('heading', { level: 1, name: 'Gone Hansen' }).waitFor()
    assert.equal((await call<Listed>('GET', '/leads?q=Gone')).records.length, 1)
  }))

test('whoever scrolled down and takes to the keys begins with what they see', () =>
  journey(async (desk) => {
    const { page, call, open } = desk
    await call(
      'POST',
      '/leads?allowDuplicates=true',
      Array.from({ length: 120 }, (_, n) => ({ FirstName: 'Scroller', LastName: `Nr${n}`, Company: `Works ${n}` })),
    )
    await open('/leads?q=Scroller')
    await page.getByRole('row').filter({ hasText: 'Scroller' }).first().waitFor()
    const first = page.getByRole('row').filter({ hasText: 'Scroller' }).first()
    const name = (await first.innerText()).split('\n')[0] ?? ''
    await first.hover()
    await page.mouse.wheel(0, 1800)
    await page.getByText(name, { exact: true }).waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('1 lead selected').waitFor()
    assert.equal(await page.getByText(name, { exact: true }).count(), 0, 'the list stayed where it was')
  }))

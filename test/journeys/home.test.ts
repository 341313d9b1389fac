import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

test('a task due today is ticked off on the home page, and opened again by its way back', () =>
  journey(async ({ page, call, open }) => {
    const ActivityDate = new Date().toISOString().slice(0, 10)
    const { Id } = await call('POST', '/tasks', {
      Subject: 'Ring the harbour office',
      ActivityDate,
      Status: 'In Progress',
    })
    const status = async () => (await call<{ Status: string }>('GET', `/tasks/${Id}?fields=Status`)).Status
    await open('/')
    const tick = page.getByRole('button', { name: 'Complete Ring the harbour office' })
    await tick.waitFor()
    await assertAccessible(page)
    await tick.click()
    await tick.waitFor({ state: 'detached' })
    assert.equal(await status(), 'Completed')
    await page.getByRole('button', { name: 'Undo' }).click()
    await tick.waitFor()
    assert.equal(await status(), 'In Progress')

    await tick.click()
    await open('/tasks?show=done')
    await page.getByRole('button', { name: 'Open Ring the harbour office again' }).click()
    await page.getByText('Ring the harbour office is open again.').waitFor()
    await page.getByRole('button', { name: 'Open Ring the harbour office again' }).waitFor({ state: 'detached' })
    assert.equal(await status(), 'In Progress')
  }))

test('pages of Setup are found from everywhere by what they are for', () =>
  journey(async ({ page, open }) => {
    await open('/')
    await page.keyboard.press('Control+K')
    await page.getByRole('textbox', { name: 'Search records and actions' }).fill('intake')
    await page.getByText('Setup: Intake').click()
    await page.waitForURL(/\/setup\/intake/)
  }))

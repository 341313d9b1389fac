import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

test('a file is kept with a lead, downloaded as it was, removed and brought back', () =>
  journey(async ({ page, call, open }) => {
    const lead = await call<{ Id: string }>('POST', '/leads?allowDuplicates=true', {
      LastName: 'Filekeeper',
      Company: 'Nordwind',
    })
    await open(`/leads/${lead.Id}`)
    const files = page.getByRole('region', { name: 'Files' })
    await files.getByText('No files yet.').waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Brief.txt', mimeType: 'text/plain', buffer: Buffer.from('what they need') })
    await files.getByRole('link', { name: 'Brief.txt' }).waitFor()
    await assertAccessible(page)
    const arriving = page.waitForEvent('download')
    await files.getByRole('link', { name: 'Brief.txt' }).click()
    const download = await arriving
    assert.equal(download.suggestedFilename(), 'Brief.txt')
    await files.getByRole('button', { name: 'Remove Brief.txt' }).click()
    // A toast goes by itself, but not from under the pointer.
    const undo = page.getByRole('button', { name: 'Undo' })
    await undo.hover()
    await files.getByText('No files yet.').waitFor()
    await undo.click()
    await files.getByRole('link', { name: 'Brief.txt' }).waitFor()
  }))

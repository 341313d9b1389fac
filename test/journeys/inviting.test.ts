import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

test('somebody is invited, chooses a password, signs in, and sees what the role may', () =>
  journey(async (desk) => {
    const { page, url } = desk
    await desk.open('/setup/users')
    await page.getByRole('button', { name: 'Invite user' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('First name').fill('Mira')
    await form.getByLabel('Last name').fill('Quandt')
    await form.getByLabel('E-mail').fill('mira.quandt@nordwind.example')
    await form.getByRole('radio', { name: /Marketing/ }).check()
    await assertAccessible(page)
    await form.getByRole('button', { name: 'Invite user' }).click()
    const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue()
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    await page.getByRole('row').filter({ hasText: 'Mira Quandt' }).getByText('Not yet').waitFor()

    const browser = page.context().browser()
    assert.ok(browser)
    const hers = await browser.newContext({ baseURL: url, viewport: { width: 390, height: 844 } })
    try {
      const phone = await hers.newPage()
      await phone.goto(link)
      await phone.getByRole('textbox', { name: 'Password', exact: true }).fill('four grey herons')
      await phone.getByRole('textbox', { name: 'Password again' }).fill('four grey herons')
      await phone.getByRole('button', { name: 'Set password' }).click()
      await phone.getByRole('heading', { level: 1, name: /Mira/ }).waitFor()

      await hers.clearCookies()
      await phone.goto('/setup/lead-statuses')
      await phone.getByLabel('E-mail').fill('mira.quandt@nordwind.example')
      await phone.getByRole('textbox', { name: 'Password' }).fill('four grey herons')
      await phone.getByRole('button', { name: 'Sign in' }).click()
      await phone.getByRole('heading', { level: 1, name: 'Lead statuses' }).waitFor()
      await phone.getByText(/takes another role than yours \(Marketing\)/).waitFor()
      await phone.getByRole('radio', { name: 'Open - Not Contacted is the default' }).waitFor()
      assert.equal(await phone.getByRole('button', { name: /Add status/ }).count(), 0)
    } finally {
      await hers.close()
    }
  }))

test('whoever is deactivated is out at once, and can come back', () =>
  journey(async (desk) => {
    const { page } = desk
    await desk.call('POST', '/users', {
      FirstName: 'Otto',
      LastName: 'Gehring',
      Email: 'otto.gehring@nordwind.example',
      Role: 'sales',
    })
    await desk.open('/setup/users')
    const row = page.getByRole('row').filter({ hasText: 'Otto Gehring' })
    await row.getByRole('button', { name: /What can be done/ }).click()
    await page.getByRole('menuitem', { name: 'Deactivate user' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate user' }).click()
    await row.getByText('Deactivated').waitFor()
    await row.getByRole('button', { name: /What can be done/ }).click()
    await page.getByRole('menuitem', { name: 'Activate user' }).click()
    await row.getByText('Not yet').waitFor()
  }))

test('whoever forgot their password is led from the sign-in to a link by mail, or told who makes one', () =>
  journey(async ({ page, open }) => {
    await open('/sign-in')
    await page.getByLabel('E-mail').fill('ada@nordwind.example')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
    await assertAccessible(page)
    assert.equal(await page.getByLabel('E-mail').inputValue(), 'ada@nordwind.example')
    await page.getByLabel('E-mail').press('Enter')
    await page.getByText(/An administrator makes a link for you/).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Back to the sign-in' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }))

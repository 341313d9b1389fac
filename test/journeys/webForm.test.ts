import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

test('a form is made, filled by a visitor, and the visitor stands among the leads; what cannot is mended in the intake', () =>
  journey(async (desk) => {
    const { page, url } = desk
    await desk.open('/setup/web-forms/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Price list')
    const more = page.getByRole('combobox', { name: 'Add a question' })
    await more.click()
    await page.getByRole('option', { name: 'Phone', exact: true }).click()
    await page.getByRole('region', { name: 'Preview' }).getByText('Phone').waitFor()
    // The grip moves a question by the arrow keys.
    await page.getByRole('button', { name: 'Move Phone', exact: true }).press('ArrowUp')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create web form' }).click()
    await page.getByRole('heading', { level: 1, name: 'Price list' }).waitFor()
    const html = await page.getByRole('textbox', { name: 'HTML of the form' }).inputValue()
    assert.match(html, /servlet\/servlet\.WebToLead/)
    assert.ok(html.indexOf('name="phone"') < html.indexOf('name="company"'), 'phone was moved before company')
    const hosted = (await page.getByRole('link', { name: /\/f\// }).getAttribute('href')) ?? ''

    const browser = page.context().browser()
    assert.ok(browser)
    const outside = await browser.newContext({ baseURL: url })
    try {
      const visitor = await outside.newPage()
      for (const [last, email] of [
        ['Petersen', 'olga@werft.example'],
        ['Tippfehler', 'no address'],
      ] as const) {
        await visitor.goto(hosted)
        await visitor.getByLabel(/Last name/).fill(last)
        await visitor.getByLabel(/E-mail/).evaluate((input, value) => {
          if (!(input instanceof HTMLInputElement)) return
          // A browser would not send a mistyped address; other programs do.
          input.type = 'text'
          input.value = value
        }, email)
        await visitor.getByLabel(/Company/).fill('Werft Nord')
        // People take longer than programs, and the form's own page knows it.
        await visitor.waitForTimeout(2600)
        await visitor.getByRole('button', { name: 'Send' }).click()
        await visitor.waitForURL(/thank-you/)
      }
    } finally {
      await outside.close()
    }

    await desk.open('/leads?q=Petersen')
    await page.getByText('Petersen').first().waitFor()

    await desk.open('/setup/intake?state=waiting')
    const waiting = page.getByRole('row').filter({ hasText: 'Tippfehler' })
    await waiting.getByRole('button', { name: /Tippfehler/ }).click()
    const post = page.getByRole('dialog')
    // Whoever reads by ear hears first whose post it is, not how to close it.
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2')
    await post.getByRole('textbox', { name: 'E-mail' }).fill('tina@werft.example')
    await assertAccessible(page)
    await post.getByRole('button', { name: 'Mend and replay post' }).click()
    await post.getByRole('link', { name: 'Open lead' }).click()
    await page.getByRole('heading', { level: 1, name: /Tippfehler/ }).waitFor()
  }))

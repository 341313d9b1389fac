import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { assertAccessible, journey } from './support.ts'

test('an administrator connects an app, a user lets it in, and it gets its tokens', () =>
  journey(async ({ page, open, url }) => {
    const app = await listening()
    try {
      await open('/setup/connected-apps')
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Connect app' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Price loader')
      await page.getByLabel('Callback addresses').fill(app.callback)
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Connect app' }).click()
      const sheet = page.getByRole('dialog')
      const clientId = await sheet.getByRole('textbox', { name: 'Client id' }).inputValue()
      const secret = await sheet.getByRole('textbox', { name: 'Client secret' }).inputValue()
      await sheet.getByRole('button', { name: 'I have kept it' }).click()
      await page.getByText('Nobody yet.').waitFor()

      const asked = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: app.callback,
        scope: 'api refresh_token',
        // What an address might be changed by on its way.
        state: '1e5',
      })
      await page.goto(`/services/oauth2/authorize?${asked}`)
      await page.getByRole('heading', { level: 1, name: 'Let Price loader in?' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Let in', exact: true }).click()
      await page.getByText('Thank you').waitFor()
      const back = new URL(page.url())
      assert.equal(back.searchParams.get('state'), '1e5')

      const answer = await fetch(`${url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: back.searchParams.get('code') ?? '',
          redirect_uri: app.callback,
          client_id: clientId,
          client_secret: secret,
        }),
      })
      assert.equal(answer.status, 200)
      await open('/setup/tokens')
      await page
        .getByRole('row')
        .filter({ hasText: 'Price loader' })
        .getByRole('button', { name: 'End connection' })
        .click()
      await page.getByText('That connection has ended.').waitFor()
    } finally {
      app.close()
    }
  }))

test('whoever is not signed in signs in first, and lets a device in by its code', () =>
  journey(
    async ({ page, url }) => {
      const device = (await (
        await fetch(`${url}/services/oauth2/token`, {
          method: 'POST',
          body: new URLSearchParams({ response_type: 'device_code', client_id: 'PlatformCLI' }),
        })
      ).json()) as { user_code: string; verification_uri: string }
      await page.context().clearCookies()
      await page.goto(device.verification_uri)
      await page.getByLabel('E-mail').fill('ada@nordwind.example')
      await page.getByRole('textbox', { name: 'Password' }).fill('nine blue whales')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { level: 1, name: 'Connect a device' }).waitFor()
      await page.getByLabel('Code').fill('wrongcod')
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByText(/No device waits with this code/).waitFor()
      await page.getByLabel('Code').fill(device.user_code)
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByText(/Say yes only if you began this yourself/).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Let in', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Command line (sf) is in' }).waitFor()
    },
    { phone: true },
  ))

/** The app itself: a page on the user's own machine that says thank you. */
async function listening(): Promise<{ readonly callback: string; readonly close: () => void }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>Thank you</p>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { callback: `http://127.0.0.1:${port}/done`, close: () => server.close() }
}

import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { assertAccessible, journey, type Desk } from './support.ts'

const PASSWORD = 'four grey herons'

/** Half a minute on: what the app shows next is taken too, so a story need not wait for it. */
const shownBy = (secret: string, periodsOn = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + periodsOn * 30_000 })

/** Somebody who has chosen a password, in a browser of their own. */
async function invited({ page, url, call }: Desk, name: string, role = 'vetter'): Promise<string> {
  const email = `${name.toLowerCase()}@nordwind.example`
  const { Id } = await call('POST', '/users', { LastName: name, Email: email, Role: role })
  const link = await call<{ url: string }>('POST', `/users/${Id}/invitation`, {})
  const theirs = await page.context().browser()?.newContext({ baseURL: url })
  const token = new URL(link.url).searchParams.get('token')
  await theirs?.request.post('/api/invitations/accept', { data: { token, password: PASSWORD } })
  await theirs?.close()
  return email
}

/** From the password to the recovery codes; answers the key of the app. */
async function setUp(page: Page): Promise<string> {
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  await assertAccessible(page)
  const secret = (await page.getByLabel('Key for the app').textContent())?.replaceAll(' ', '') ?? ''
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByText('This is not a code of now.').waitFor()
  await page.getByLabel('Code', { exact: true }).fill(shownBy(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
  await assertAccessible(page)
  return secret
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('somebody sets up a second step, signs in with its code, and with a recovery code', () =>
  journey(async (desk) => {
    const { page } = desk
    const email = await invited(desk, 'Quandt')
    await signIn(page, email)
    await page.getByRole('heading', { level: 1, name: /Quandt/ }).waitFor()
    await desk.open('/setup/account')
    const part = page.getByRole('region', { name: 'Second step at sign-in' })
    await part.getByRole('button', { name: 'Set up' }).click()
    const secret = await setUp(page)
    const recoveryCode =
      (await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first().textContent()) ?? ''
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await part.getByText('10 recovery codes are left.').waitFor()

    await signIn(page, email)
    await page.getByLabel('Code', { exact: true }).fill(shownBy(secret, 1))
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: /Quandt/ }).waitFor()

    await signIn(page, email)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recoveryCode.toLowerCase())
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: /Quandt/ }).waitFor()
    await desk.open('/setup/account')
    await part.getByText('9 recovery codes are left.').waitFor()
  }))

test('where everybody needs one, it comes before anything else; an administrator removes a lost one', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const email = await invited(desk, 'Lindqvist')
    const chief = await invited(desk, 'Chief', 'administrator')
    const ada = (await page.context().storageState()).cookies
    const want = (who: string) => call('PATCH', '/settings', { SecondStepFor: who })

    await signIn(page, chief)
    await page.getByRole('heading', { level: 1, name: /Chief/ }).waitFor()
    const { secret } = await call<{ secret: string }>('POST', '/session/second-step', { currentPassword: PASSWORD })
    await call('POST', '/session/second-step/confirmation', { code: shownBy(secret) })
    const chiefs = (await page.context().storageState()).cookies
    await want('everybody')

    await signIn(page, email)
    await page.getByRole('heading', { level: 1, name: 'Set up a second step' }).waitFor()
    await page.goto('/leads')
    await setUp(page)
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor()

    await page.context().clearCookies()
    await page.context().addCookies(chiefs)
    await want('nobody')
    await page.context().addCookies(ada)
    await desk.open('/setup/users')
    const row = page.getByRole('row').filter({ hasText: 'Lindqvist' })
    await row.getByText(/second step on/).waitFor()
    await row.getByRole('button', { name: /What can be done/ }).click()
    await page.getByRole('menuitem', { name: 'Remove second step' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove second step' }).click()
    await row.getByText(/second step on/).waitFor({ state: 'detached' })
    await signIn(page, email)
    await page.getByRole('heading', { level: 1, name: /Lindqvist/ }).waitFor()
  }))

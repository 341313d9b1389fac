import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { assertAccessible, journey, settled, type Made } from './support.ts'

const PERSON = { FirstName: 'Solveig', LastName: 'Kvamme', Company: 'Kvamme Turbines', Email: 'solveig@kvamme.example' }

test('a rule warns and lets save, blocks, is tried before, and what it reports is looked at', () =>
  journey(async ({ page, call, open }) => {
    const known = await call('POST', '/leads', PERSON)
    const typed = async (): Promise<void> => {
      const form = page.getByRole('dialog', { name: 'Create lead' })
      await form.getByLabel(/^First name/).fill('Solveig')
      await form.getByLabel(/^Last name/).fill('Kvamme')
      await form.getByLabel(/^Company/).fill('Kvamme Turbines')
      await form.getByLabel(/^E-?mail$/i).fill('solveig@kvamme.example')
      await form.getByRole('button', { name: 'Create lead', exact: true }).click()
    }

    await open('/setup/duplicate-rules')
    await page.getByText(/creates or changes a lead that is likely \(80 %\) the same as a lead or contact/).waitFor()
    await assertAccessible(page)
    await page.getByLabel('E-mail').fill('solveig@kvamme.example')
    await page.getByLabel('Last name').fill('Kvamme')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('They would be told, and may save it anyway.').waitFor()
    await assertAccessible(page)

    await open('/leads')
    await page.getByRole('button', { name: 'Create lead' }).click()
    await typed()
    const notice = page.getByRole('alert')
    await notice.getByText(/This lead looks like the lead Solveig Kvamme/).waitFor()
    assert.equal(
      await notice.getByRole('link', { name: 'Open Solveig Kvamme' }).getAttribute('href'),
      `/leads/${known.Id}`,
    )
    await assertAccessible(page)
    await notice.getByRole('button', { name: 'Create lead anyway' }).click()
    await page.waitForURL(/\/leads\/00Q/)

    await open('/setup/duplicate-rules')
    await page.getByRole('button', { name: 'Edit rule' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radiogroup', { name: 'When it is created' }).getByText('Block it').click()
    await sheet.getByLabel('Your own words').fill('Ask Ada first.')
    await assertAccessible(page)
    await sheet.getByRole('button', { name: 'Save rule' }).click()
    await page.getByText(/do not let it be saved \(an administrator may, once told\)/).waitFor()
    await settled(page)
    // Whoever looks after the org sees among its changes who changed the rule, and comes to it from there.
    await open('/setup/changes?area=duplicate-rules')
    const change = page.getByRole('row').filter({ hasText: 'Duplicate rule changed' }).first()
    await change.getByText('ada', { exact: true }).waitFor()
    assert.equal(
      await change.getByRole('link', { name: 'Duplicate rules' }).getAttribute('href'),
      '/setup/duplicate-rules',
    )
    const [rule] = (await call<{ rules: Made[] }>('GET', '/duplicate-rules')).rules
    assert.ok(rule)
    await call('PATCH', `/duplicate-rules/${rule.Id}`, { bypassRoles: [] })

    await open('/leads')
    await page.getByRole('button', { name: 'Create lead' }).click()
    await typed()
    await notice.getByText(/^Ask Ada first\. This lead looks like/).waitFor()
    assert.equal(await notice.getByRole('button').count(), 0)

    await call('PATCH', `/duplicate-rules/${rule.Id}`, {
      onCreate: { action: 'allow', alert: true, report: true },
      alertText: null,
      bypassRoles: ['administrator'],
    })
    await call('POST', '/leads', { ...PERSON, LastName: 'Kvammen' })
    await open('/duplicates/reported')
    await page.getByRole('link', { name: 'Solveig Kvammen' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Take off the list' }).click()
    await page.getByText('Nothing is reported').waitFor()
    await call('PATCH', `/duplicate-rules/${rule.Id}`, { onCreate: { action: 'allow', alert: true, report: false } })
  }))

test('an e-mail that is somebody else’s is warned of where it is typed, on a phone in the dark', () =>
  journey(
    async ({ page, call, open }) => {
      await call('POST', '/leads', {
        ...PERSON,
        FirstName: 'Torbjørn',
        LastName: 'Aas',
        Company: 'Aas',
        Email: 't.aas@aas.example',
      })
      const other = await call('POST', '/leads', { FirstName: 'Torbjorn', LastName: 'Aas', Company: 'Fjord Ferries' })
      await open(`/leads/${other.Id}`)
      await page
        .getByRole('button', { name: /^Edit e-?mail$/i })
        .first()
        .click()
      await page.keyboard.type('t.aas@aas.example')
      await page.keyboard.press('Enter')
      await page.getByText(/looks like the lead Torbjørn Aas/).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Save anyway' }).click()
      await page.getByText(/is now t\.aas@aas\.example/).waitFor()
      await open('/setup/duplicate-rules')
      await assertAccessible(page)
    },
    { phone: true, dark: true },
  ))

test('on a phone, whom we know is told at the foot of what is seen, and a refused save from there shows why', () =>
  journey(
    async ({ page, call, open }) => {
      await call('POST', '/leads', { ...PERSON, FirstName: 'Ingunn', LastName: 'Ramdal', Email: 'i@ramdal.example' })
      await open('/leads')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('menuitem', { name: /lead/i }).first().click()
      const form = page.getByRole('dialog', { name: 'Create lead' })
      await form.getByLabel(/^First name/).fill('Ingunn')
      await form.getByLabel(/^Last name/).fill('Ramdal')
      await form.getByLabel(/^Company/).fill('Kvamme Turbines')
      await form.getByRole('button', { name: /already: Ingunn Ramdal/ }).waitFor()
      const isSeen = (at: Locator): Promise<boolean> =>
        at.evaluate((element) => {
          const { x, y, width } = element.getBoundingClientRect()
          return element.contains(document.elementFromPoint(x + width / 2, y + 12))
        })
      assert.equal(await isSeen(form.getByRole('button', { name: /already: Ingunn Ramdal/ })), true)
      await form.getByRole('button', { name: /^Show \d+ more fields$/ }).click()
      await form.getByLabel(/^Street/).scrollIntoViewIfNeeded()
      await form.getByRole('button', { name: 'Create lead', exact: true }).click()
      await page.getByRole('alert').waitFor()
      assert.equal(await isSeen(page.getByRole('alert')), true)
      await form.getByLabel(/^Last name/).fill('Ramdalen')
      await page.getByRole('alert').waitFor({ state: 'detached' })
    },
    { phone: true },
  ))

test('whoever only reads sees the rules and changes none', () =>
  journey(
    async ({ page, open }) => {
      await open('/setup/duplicate-rules')
      await page.getByText(/To change duplicate rules takes another role/).waitFor()
      await assertAccessible(page)
    },
    { role: 'read_only' },
  ))

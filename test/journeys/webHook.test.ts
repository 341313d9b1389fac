import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listOrgs } from '../../server/ground/orgs/orgs.ts'
import { run, sql } from '../../server/platform/sql.ts'
import { inTransaction } from '../../server/platform/transactions.ts'
import { forgetDeliveries } from '../../server/surfaces/webhooks/webhooks.jobs.ts'
import { aReceiver, type Receiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { assertAccessible, journey, settled } from './support.ts'

type Deliveries = {
  readonly deliveries: readonly { readonly eventType: string; readonly state: string; readonly status: number | null }[]
}

let receiver: Receiver
before(async () => {
  receiver = await aReceiver()
})
after(() => receiver.close())

test('a web hook is made and tested, fails, is given up, and what was given up is sent again', () =>
  journey(async ({ page, open, call, db }) => {
    await open('/setup/web-hooks')
    await assertAccessible(page)
    await open('/setup/web-hooks/new')
    await assertAccessible(page)
    await page.getByLabel('Name').fill('Billing')
    await page.getByLabel('Address').fill('ftp://billing.example')
    await page.getByRole('button', { name: 'Create web hook' }).click()
    await page.getByText('begins with https:// or http://').first().waitFor()
    await page.getByLabel('Address').fill(receiver.url)
    await page.getByRole('button', { name: 'Create web hook' }).click()
    await page.getByText('It is shown this once.').waitFor()
    await page.getByText(/^whsec_/).waitFor()
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('heading', { name: 'Billing', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Send test' }).click()
    await page.getByText('The receiver took the test').waitFor()

    receiver.answerWith((_, response) => void response.writeHead(503).end('closed for the night'))
    await call('POST', '/leads?allowDuplicates=true', { LastName: 'Unheard', Company: 'Night watch' })
    await receiver.next(({ told }) => told.type === 'lead.created')
    const deliveries = page.getByRole('region', { name: 'Deliveries' })
    const kept = () => call<Deliveries>('GET', `/webhooks/${new URL(page.url()).pathname.split('/').at(-1)}/deliveries`)
    // The answer arrives before what became of it is kept.
    await until(kept, (seen) => seen.deliveries.some(({ status }) => status === 503))
    await page.reload()
    await deliveries.getByText('The receiver answered 503. closed for the night').waitFor()
    await deliveries.getByRole('button', { name: 'Send now' }).waitFor()
    await settled(page)
    await assertAccessible(page)

    const [org] = await listOrgs(db)
    assert.ok(org)
    await inTransaction(db, org, (tx) =>
      run(
        tx,
        sql`update webhook_delivery set waiting_since = waiting_since - interval '4 days', tried_at = tried_at - interval '4 days'`,
      ),
    )
    await forgetDeliveries(db, org)
    await open('/setup/web-hooks')
    await page.getByRole('row', { name: /Billing/ }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Billing' }).click()
    await deliveries.getByText('It waited for three days and was given up.').waitFor()
    receiver.answerWith((_, response) => void response.writeHead(204).end())
    await page.getByRole('button', { name: 'Send all 1 given up again' }).click()
    await page.getByText('It is sent again.').waitFor()
    await receiver.next(() => receiver.received.filter(({ told }) => told.type === 'lead.created').length === 2)
    await until(kept, (seen) =>
      seen.deliveries.some(({ eventType, state }) => eventType === 'lead.created' && state === 'delivered'),
    )
    await page.reload()
    await deliveries.getByRole('row', { name: /lead.created.*Delivered/ }).waitFor()
    await settled(page)
    await assertAccessible(page)
    const ids = receiver.received.flatMap(({ told }) => (told.type === 'lead.created' ? [told.id] : []))
    assert.ok(ids.length >= 2)
    assert.equal(new Set(ids).size, 1)
  }))

test('web hooks are in order on a phone, in the dark', () =>
  journey(
    async ({ page, open, call }) => {
      const { Id } = await call('POST', '/webhooks', { name: 'Stock', url: receiver.url, events: ['lead.converted'] })
      for (const address of ['/setup/web-hooks', '/setup/web-hooks/new', `/setup/web-hooks/${Id}`]) {
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
  ))

test('who does not set up Assay sees why there is nothing to do', async () => {
  await journey(async ({ call }) => {
    await call('POST', '/webhooks', { name: 'Ledger', url: receiver.url, events: ['lead.converted'] })
  })
  await journey(
    async ({ page, open }) => {
      await open('/setup/web-hooks')
      assert.equal(await page.getByRole('link', { name: 'Ledger' }).count(), 0)
      await assertAccessible(page)
    },
    { role: 'sales' },
  )
})

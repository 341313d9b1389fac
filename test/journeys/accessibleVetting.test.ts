import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, settled, type Sight } from './support.ts'

const LONG = {
  FirstName: 'Maximiliane-Charlotte Friederike',
  LastName: 'von Hohenlohe-Schillingsfürst-Waldenburg',
  Company: 'Internationale Vereinigte Gesellschaft für Fördertechnik und Logistikautomation mbH & Co. KG',
  Title: 'Vice president of intralogistics procurement',
}

type Cast = Readonly<{ twins: readonly string[]; long: string; closed: string; converted: string }>
let cast: Promise<Cast> | undefined

async function gather({ call }: Desk): Promise<Cast> {
  const twins: string[] = []
  for (const FirstName of ['Ines', 'I.'])
    twins.push(
      (
        await call('POST', '/leads', {
          FirstName,
          LastName: 'Falkenberg',
          Company: 'Umbra Optics',
          Phone: '+49 89 5550 200',
          Description: 'Wants lenses.',
        })
      ).Id,
    )
  const [first = ''] = twins
  await call('POST', `/leads/${first}/evidence`, [
    { criterion: 'Budget', value: '€9k', source: 'call', saidBy: 'Ines' },
    { criterion: 'Budget', value: 'None before May', isMet: false, source: 'email' },
  ])
  await call('POST', '/tasks', { Subject: 'Call back', WhoId: first, ActivityDate: '2020-01-02' })
  const long = await call('POST', '/leads', LONG)
  const closed = await call('POST', '/leads', { LastName: 'Closed', Company: 'Umbra Optics' })
  await call('POST', `/leads/${closed.Id}/outcome`, {
    outcome: 'dead_end',
    reason: 'No interest',
    recheckOn: '2099-01-01',
  })
  const converted = await call('POST', '/leads', { LastName: 'Converted', Company: 'Pilot Foods' })
  await call('POST', `/leads/${converted.Id}/conversion`, { overrideReason: 'Asked for by the board' })
  return { twins, long: long.Id, closed: closed.Id, converted: converted.Id }
}

const sights: readonly (readonly [string, Sight])[] = [
  ['at a desk in the light', {}],
  ['on a phone in the dark', { phone: true, dark: true }],
]

for (const [where, sight] of sights) {
  test(`the pages of vetting are accessible ${where}, and nothing is cut`, () =>
    journey(async (desk) => {
      cast ??= gather(desk)
      const { twins, long, closed, converted } = await cast
      const merge = `/leads/merge?ids=${twins.join(',')}`
      for (const address of [
        '/leads',
        `/leads/${twins[0]}`,
        `/leads/${long}`,
        `/leads/${closed}`,
        `/leads/${converted}`,
        merge,
        '/leads/merge',
        `/leads/${twins[0]}/convert`,
        `/leads/${converted}/convert`,
        '/duplicates',
        '/duplicates?object=Account',
      ]) {
        await desk.open(address)
        await assertFits(desk, address)
        await assertAccessible(desk.page)
      }
    }, sight))
}

test('the open forms of a lead are accessible', () =>
  journey(async (desk) => {
    cast ??= gather(desk)
    const { twins } = await cast
    await desk.open(`/leads/${twins[0]}`)
    await desk.page.getByRole('button', { name: /Budget: all 2 records/ }).click()
    for (const key of ['b', '1', '2', '3', 'l', 'm', 'p', 'y']) {
      await desk.page.keyboard.press(key)
      await desk.page.getByRole('form').first().waitFor()
      await assertAccessible(desk.page)
      await desk.page.keyboard.press('Escape')
      await desk.page.getByRole('form').first().waitFor({ state: 'detached' })
    }
  }))

test('whoever only reads sees everything, and each forbidden button says why', () =>
  journey(
    async (desk) => {
      cast ??= journeyCast()
      const { twins } = await cast
      const { page } = desk
      await desk.open(`/leads/${twins[0]}`)
      for (const name of ['Convert lead', 'Change owner', 'Log call']) {
        const button = page.getByRole('button', { name })
        assert.equal(await button.getAttribute('aria-disabled'), 'true', name)
        await button.focus()
        await page
          .getByRole('tooltip')
          .filter({ hasText: /Your role/ })
          .waitFor()
        await page.keyboard.press('Escape')
      }
      await assertAccessible(page)
      await desk.open(`/leads/merge?ids=${twins.join(',')}`)
      assert.equal(await page.getByRole('button', { name: 'Merge 2 leads' }).getAttribute('aria-disabled'), 'true')
      await desk.open(`/leads/${twins[0]}/convert`)
      await page
        .getByText(/may not convert leads/)
        .first()
        .waitFor()
      await assertAccessible(page)
    },
    { role: 'read_only' },
  ))

/** The same people, when this story is played alone: who only reads cannot make them. */
async function journeyCast(): Promise<Cast> {
  const gathered = Promise.withResolvers<Cast>()
  await journey(async (desk) => gathered.resolve(await gather(desk)))
  return gathered.promise
}

async function assertFits({ page }: Desk, address: string): Promise<void> {
  await settled(page)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wider <= 1, `${address} is ${wider} px wider than the window`)
}

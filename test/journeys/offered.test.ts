import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, type Sight } from './support.ts'

type Role = NonNullable<Sight['role']>

const keptByAdministrators = [
  'sign-ins',
  'changes',
  'form-limits',
  'connected-apps',
  'web-hooks',
  'api-use',
  'objects',
  'fields',
  'mail',
]
const forms = ['web-forms', 'return-addresses', 'intake']

/** What each role is kept from: rooms of the navigation, kinds of records in the create menu, pages of Setup. */
const closed: Readonly<
  Record<Role, { rooms: readonly string[]; kinds: readonly string[]; sections: readonly string[] }>
> = {
  administrator: { rooms: [], kinds: [], sections: [] },
  manager: { rooms: [], kinds: [], sections: keptByAdministrators },
  marketing: { rooms: [], kinds: ['Opportunity'], sections: keptByAdministrators },
  vetter: { rooms: [], kinds: ['Campaign'], sections: [...forms, ...keptByAdministrators] },
  sales: { rooms: ['Imports'], kinds: ['Campaign', 'Import a file'], sections: [...forms, ...keptByAdministrators] },
  read_only: {
    rooms: ['Imports'],
    kinds: ['Lead', 'Task', 'Account', 'Contact', 'Opportunity', 'Campaign', 'Import a file'],
    sections: [...forms, ...keptByAdministrators, 'recycle-bin'],
  },
}

const allKinds = closed.read_only.kinds

for (const [role, { rooms, kinds, sections }] of Object.entries(closed) as [Role, (typeof closed)[Role]][]) {
  test(`${role} is offered what that role may do, and nothing the server then refuses`, () =>
    journey(
      async (desk) => {
        const { page } = desk
        const refused = refusalsOn(desk)
        await desk.open('/setup')
        const navigation = page.getByRole('navigation', { name: 'Rooms' })
        assert.equal(await navigation.getByRole('link', { name: 'Imports' }).count(), rooms.length === 0 ? 1 : 0)
        const offered = await linksIn(desk, '/setup/')
        assert.deepEqual(
          sections.filter((section) => offered.includes(`/setup/${section}`)),
          [],
        )
        for (const address of offered) await desk.open(address)
        assert.deepEqual(refused, [], 'a page that is offered asks for nothing that is refused')
        await createsOnly(
          desk,
          allKinds.filter((kind) => !kinds.includes(kind)),
        )
      },
      { role },
    ))
}

async function createsOnly({ page, open }: Desk, kinds: readonly string[]): Promise<void> {
  await open('/')
  const button = page.getByRole('button', { name: 'Create', exact: true })
  if (kinds.length === 0) {
    assert.equal(await button.getAttribute('aria-disabled'), 'true')
    await button.focus()
    await page.getByText(/may look, but create nothing/).waitFor()
    return
  }
  await page.keyboard.press('c')
  await page.getByRole('menuitem').first().waitFor()
  assert.deepEqual(await page.getByRole('menuitem').allTextContents(), kinds)
}

function refusalsOn({ page }: Desk): readonly string[] {
  const refused: string[] = []
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(answer.url())
  })
  return refused
}

const linksIn = async ({ page }: Desk, beginning: string): Promise<readonly string[]> => {
  const links = await page
    .locator('main a[href]')
    .evaluateAll((found) => found.map((one) => one.getAttribute('href') ?? ''))
  return links.filter((one) => one.startsWith(beginning))
}

test('whoever opens a page of Setup that is kept from them is told by whom, and the server is not even asked', () =>
  journey(
    async (desk) => {
      const refused = refusalsOn(desk)
      for (const section of closed.read_only.sections) {
        await desk.open(`/setup/${section}`)
        await desk.page.getByText(/Your role \(Read-only\)/).waitFor()
      }
      await assertAccessible(desk.page)
      assert.deepEqual(refused, [])
    },
    { role: 'read_only' },
  ))

test('what was deleted is found in the recycle bin, and comes back by keys alone', () =>
  journey(async (desk) => {
    const { page, call } = desk
    const lead = await call('POST', '/leads', { LastName: 'Holt', FirstName: 'Mira', Company: 'Nordwind' })
    await call('DELETE', `/leads?ids=${lead.Id}`)
    await desk.open('/setup/recycle-bin')
    await page.getByText('Mira Holt').waitFor()
    await assertAccessible(page)
    const restore = page.getByRole('button', { name: 'Restore Mira Holt' })
    await restore.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Mira Holt is back.').waitFor()
    await page.getByText('The recycle bin is empty').waitFor()
    await desk.open(`/leads/${lead.Id}`)
    await page.getByRole('heading', { name: 'Mira Holt' }).waitFor()
  }))

test('what a list shows is carried out as a file: its filter and its columns; a vetter is told why not', async () => {
  await journey(async (desk) => {
    const { page, call } = desk
    await call('POST', '/accounts', [
      { Name: 'Fjord AB', Industry: 'Energy', Website: 'https://fjord.example' },
      { Name: 'Harbour Oy', Industry: 'Shipping', Website: 'https://harbour.example' },
    ])
    await desk.open('/accounts?q=Fjord')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export accounts as CSV' }).click(),
    ])
    const file = await readFile(await download.path(), 'utf8')
    assert.match(download.suggestedFilename(), /^accounts-.*\.csv$/)
    assert.match(file, /Fjord AB/)
    assert.match(file, /Energy/)
    assert.doesNotMatch(file, /Harbour/)
  })
  await journey(
    async (desk) => {
      await desk.open('/accounts')
      const kept = desk.page.getByRole('button', { name: 'Export accounts as CSV' })
      await kept.focus()
      await desk.page.getByText(/may not export accounts/).waitFor()
      assert.equal(await kept.getAttribute('aria-disabled'), 'true')
    },
    { role: 'vetter' },
  )
})

test('whoever types at once into the palette loses no letter, and goes where Enter says', () =>
  journey(async ({ page, open }) => {
    await open('/accounts')
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('campaign plan')
    await page.getByText('Campaign plan', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/campaign-plan/)
  }))

test('whoever only reads is told why a key does nothing, and no key reaches what the server refuses', async () => {
  const made = { account: '' }
  await journey(async ({ call }) => {
    made.account = (await call('POST', '/accounts', { Name: 'Only looked at' })).Id
  })
  await journey(
    async (desk) => {
      const { page } = desk
      const refused = refusalsOn(desk)
      await desk.open(`/accounts/${made.account}`)
      await page.keyboard.press('e')
      await page.keyboard.press('ControlOrMeta+k')
      await page.keyboard.type('edit account')
      await page.getByText('Your role may not change accounts.').waitFor()
      await desk.open('/accounts')
      await page.keyboard.press('j')
      await page.keyboard.press('e')
      assert.equal(await page.getByRole('dialog').count(), 0)
      assert.deepEqual(refused, [])
    },
    { role: 'read_only' },
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey, type Sight } from './support.ts'

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG'

type Cast = Readonly<{ pages: readonly string[]; deal: string; campaign: string }>
let cast: Promise<Cast> | undefined

async function gather({ call }: Desk): Promise<Cast> {
  const account = await call('POST', '/accounts', {
    Name: LONG,
    Website: 'https://www.ddsg.example',
    Industry: 'Energy',
  })
  const contact = await call('POST', '/contacts', {
    FirstName: 'Karla',
    LastName: 'Hellwig',
    AccountId: account.Id,
    Email: 'karla@ddsg.example',
    Title: 'Deputy head of procurement, pumps and compressors',
  })
  const campaign = await call('POST', '/campaigns', {
    Name: 'Hannover Messe',
    Type: 'Trade Show',
    Status: 'Completed',
    ActualCost: 51_200,
  })
  const lead = await call('POST', '/leads', { LastName: 'Unqualified', Company: LONG, Email: 'u@ddsg.example' })
  await call('POST', '/campaign-members', [
    { CampaignId: campaign.Id, LeadId: lead.Id, Status: 'Attended' },
    { CampaignId: campaign.Id, ContactId: contact.Id, Status: 'Invited' },
  ])
  const deal = await call('POST', '/opportunities', {
    Name: 'Pump refit, hall 3, with twenty-four months of remote monitoring',
    AccountId: account.Id,
    StageName: 'Proposal/Price Quote',
    Amount: 48_000,
    CloseDate: '2099-12-15',
    CampaignId: campaign.Id,
    ContactId: contact.Id,
  })
  await call('POST', '/tasks', {
    Subject: 'Call Karla about the pump refit',
    WhatId: deal.Id,
    ActivityDate: '2020-01-02',
    Priority: 'High',
  })
  const setup = [
    'account',
    'tokens',
    'users',
    'queues',
    'agreement',
    'lead-statuses',
    'opportunity-stages',
    'web-forms',
    'web-forms/new',
    'return-addresses',
    'form-limits',
    'intake',
    'organization',
    'changes',
    'fields',
    'mail',
  ]
  return {
    pages: [
      '/setup',
      ...setup.map((section) => `/setup/${section}`),
      '/imports',
      '/imports/new',
      '/tasks',
      `/accounts/${account.Id}`,
      `/contacts/${contact.Id}`,
      `/opportunities/${deal.Id}`,
      `/campaigns/${campaign.Id}`,
      '/accounts',
      '/opportunities',
      '/campaigns',
    ],
    deal: deal.Id,
    campaign: campaign.Id,
  }
}

const gathered = (): Promise<Cast> => {
  let made: Promise<Cast> | undefined
  return journey(async (desk) => {
    made = gather(desk)
    await made
  }).then(() => made ?? Promise.reject(new Error('Nobody gathered the cast.')))
}

// Each page once in each theme and at each size; the other two pairings hold what these do.
const sights: readonly (readonly [string, Sight])[] = [
  ['at a desk in the light', {}],
  ['on a phone in the dark', { phone: true, dark: true }],
]

for (const [where, sight] of sights) {
  test(`setup, imports, tasks and the pages of what a lead becomes are accessible ${where}, and nothing is cut`, async () => {
    cast ??= gathered()
    const { pages } = await cast
    await journey((desk) => lookAt(desk, pages), sight)
  })
}

test('whoever only reads is told why on every page of setup, and nothing there is inaccessible', async () => {
  cast ??= gathered()
  const { deal, campaign } = await cast
  await journey(
    async (desk) => {
      await lookAt(desk, [
        '/setup/users',
        '/setup/organization',
        '/setup/web-forms',
        '/setup/agreement',
        '/imports/new',
        `/opportunities/${deal}`,
        `/campaigns/${campaign}`,
      ])
      for (const section of ['users', 'lead-statuses', 'opportunity-stages', 'organization', 'queues', 'web-forms']) {
        await desk.open(`/setup/${section}`)
        await desk.page
          .getByText(/Read-only/)
          .first()
          .waitFor()
      }
    },
    { role: 'read_only' },
  )
})

async function lookAt({ page, open }: Desk, pages: readonly string[]): Promise<void> {
  for (const address of pages) {
    await open(address)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth)
    assert.ok(wide <= 1, `${address} is ${wide} px wider than the window`)
    await assertAccessible(page)
  }
}

test('a deal moves along its stages, and losing it to a wrong vetting asks which letter', async () => {
  cast ??= gathered()
  const { deal } = await cast
  await journey(async (desk) => {
    const { page } = desk
    await desk.open(`/opportunities/${deal}`)
    await page.getByRole('button', { name: /Negotiation\/Review/ }).click()
    await page.getByText('Moved to Negotiation/Review, 90 %.').waitFor()
    await page.getByRole('button', { name: 'Close as lost' }).click()
    const asked = page.getByRole('dialog')
    await asked.getByRole('combobox', { name: 'Why was it lost?' }).click()
    await page.getByRole('option', { name: 'Vetting was wrong' }).click()
    const close = asked.getByRole('button', { name: 'Close as lost' })
    assert.equal(await close.isDisabled(), true)
    await asked.getByRole('radio', { name: 'Timeline' }).check()
    await assertAccessible(page)
    await close.click()
    await page.getByText(/The vetting had timeline wrong/).waitFor()
    const history = page.getByRole('table', { name: 'History of stages' })
    await history.getByRole('row').nth(3).waitFor()
    assert.equal(await history.getByRole('row').count(), 4)
  })
})

test('a status of a campaign is renamed where it is seen, its members go along, and one in use stays', async () => {
  cast ??= gathered()
  const { campaign } = await cast
  await journey(async (desk) => {
    const { page } = desk
    await desk.open(`/campaigns/${campaign}`)
    const label = page.getByRole('textbox', { name: 'Label of Attended' })
    await label.fill('Sat in the talk')
    await label.press('Enter')
    await page
      .getByRole('region', { name: 'Where members stand' })
      .getByRole('link', { name: /Sat in the talk/ })
      .waitFor()
    await page.getByRole('button', { name: 'Delete Sat in the talk' }).click()
    await page.getByText(/1 members? of this campaign stand/).waitFor()
  })
})

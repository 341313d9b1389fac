import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, type Desk, type Made } from './support.ts'

/** What somebody writes who would like a browser of ours to run it; short enough for every field. */
const HOSTILE = `<img src=x onerror=ran()><a href="javascript:ran()">x</a>'"{{7*7}}`
const SHORT = '<img src=x onerror=ran()>'

type Body = Readonly<Record<string, unknown>>

/** One of everything that holds words, all of them hostile; answers the addresses of pages that show them. */
async function hostileOrg({ call, url }: Desk): Promise<readonly string[]> {
  const make = async (path: string, body: Body): Promise<string> => {
    const { Id, id } = await call<Partial<Made>>(
      'POST',
      `/${path}${path === 'leads' ? '?allowDuplicates=true' : ''}`,
      body,
    )
    return Id ?? id ?? ''
  }
  const texts = {
    Description: HOSTILE,
    Street: HOSTILE,
    City: SHORT,
    Title: HOSTILE,
    FirstName: SHORT,
    Industry: SHORT,
  }
  const lead = await make('leads', { ...texts, LastName: HOSTILE, Company: HOSTILE, LeadSource: SHORT })
  const double = await make('leads', { ...texts, LastName: HOSTILE, Company: `${HOSTILE} Ltd` })
  const account = await make('accounts', { Name: HOSTILE, Description: HOSTILE, BillingCity: SHORT })
  const contact = await make('contacts', { LastName: HOSTILE, FirstName: SHORT, AccountId: account, Title: HOSTILE })
  const campaign = await make('campaigns', { Name: HOSTILE, Type: 'Trade Show', Description: HOSTILE })
  const deal = {
    Name: HOSTILE,
    AccountId: account,
    StageName: 'Prospecting',
    CloseDate: '2027-03-31',
    Amount: 1,
    NextStep: HOSTILE,
    CampaignId: campaign,
  }
  const opportunity = await make('opportunities', deal)
  for (const LeadId of [lead, double]) await make('campaign-members', { CampaignId: campaign, LeadId })
  await make('campaign-members', { CampaignId: campaign, ContactId: contact })
  for (const WhoId of [lead, contact]) {
    await make('tasks', { Subject: HOSTILE, Description: HOSTILE, WhoId, ActivityDate: '2026-01-01' })
    await make('events', { Subject: HOSTILE, Location: HOSTILE, WhoId, StartDateTime: '2027-03-31T10:00:00Z' })
  }
  await make('notes', { Title: HOSTILE, Body: HOSTILE, ParentId: lead })
  await make('segments', { Name: HOSTILE, Condition: { and: [] } })
  await make('views', { Object: 'Lead', Name: SHORT })
  const form = await make('web-forms', { Name: HOSTILE })
  await make('imports', {
    name: `${SHORT}.csv`,
    content: `LastName,Company,"${HOSTILE.replaceAll('"', '""')}"\n"${SHORT}","${SHORT}",1\n`,
    object: 'Lead',
  })
  await fetch(`${url}/servlet/servlet.WebToLead`, {
    method: 'POST',
    body: new URLSearchParams({ oid: 'x', last_name: HOSTILE, company: HOSTILE, email: SHORT }),
  })
  const [ofLeads, ofDeals] = [
    [
      '/leads',
      `/leads/${lead}`,
      `/leads/merge?ids=${lead},${double}`,
      `/leads/${double}/convert`,
      '/duplicates',
      '/tasks',
    ],
    [
      '/accounts',
      `/accounts/${account}`,
      '/contacts',
      `/contacts/${contact}`,
      '/opportunities',
      '/opportunities/pipeline',
    ],
  ]
  const ofCampaigns = [
    '/campaigns',
    `/campaigns/${campaign}`,
    `/campaigns/${campaign}?tab=board`,
    '/campaign-plan',
    '/segments',
  ]
  const ofSetup = ['/imports', '/setup/web-forms', `/setup/web-forms/${form}`, '/setup/intake', '/setup/changes']
  return ['/', `/opportunities/${opportunity}`, ...ofLeads, ...ofDeals, ...ofCampaigns, ...ofSetup]
}

/** What of the page would run, or ran, rather than being read. */
const alive = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('img[src="x"], [onerror], a[href^="javascript:"]'), ({ outerHTML }) =>
      outerHTML.slice(0, 200),
    ),
  )

test('what anybody writes is read on every page, and runs on none', () =>
  journey(async (desk) => {
    const { page } = desk
    const ran: string[] = []
    await page.exposeFunction('ran', () => ran.push(page.url()))
    page.on('dialog', async (dialog) => {
      ran.push(dialog.message())
      await dialog.dismiss()
    })
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) ran.push(message.text())
    })
    const pages = await hostileOrg(desk)
    for (const address of pages) {
      await desk.open(address)
      await page.getByText('<img src=x').first().waitFor()
      assert.deepEqual(await alive(page), [], address)
    }
    assert.deepEqual(ran, [])
  }))

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { many, sql } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

type Json = Record<string, unknown>

const call = async (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
  status = 200,
): Promise<Json> => {
  const answer = await server.call(method, url, { headers: admin, body })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.body === '' ? {} : answer.json()
}

const submit = (fields: Readonly<Record<string, string>>) =>
  server.app.inject({
    method: 'POST',
    url: '/servlet/servlet.WebToLead',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

/** What a browser would send of a page's form. */
const controls = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )

test('a newcomer makes a form, tries it at its own page, and finds the lead with campaign, source and owner', async () => {
  const campaign = await call('POST', '/api/campaigns', { Name: 'Autumn fair', Type: 'Trade Show' }, 201)
  const queue = await call('POST', '/api/groups', { Name: 'Fair leads' }, 201)
  const form = await call(
    'POST',
    '/api/web-forms',
    {
      Name: 'Fair <b>& more</b>',
      CampaignId: campaign.Id,
      MemberStatus: 'Visited Stand',
      LeadSource: 'Trade Show',
      OwnerId: queue.Id,
      TimeTrap: false,
      Thanks: 'See you <i>there</i>',
      Fields: [
        { name: 'last_name', label: 'Your "name"', required: true },
        { name: 'email', label: 'E-mail', required: true },
        { name: 'industry', label: 'Industry' },
        { name: 'description', label: 'Question' },
        { name: 'emailOptOut', label: 'No mail, please' },
      ],
    },
    201,
  )
  const page = await server.app.inject(`/f/${String(form.Id)}`)
  assert.equal(page.statusCode, 200)
  assert.match(
    page.body,
    /<label for="([^"]+)">Your &quot;name&quot; \(required\)<\/label>\s*<input type="text" id="\1" name="last_name"[^>]* required>/,
  )
  assert.match(page.body, /<option value="Agriculture">/)
  assert.doesNotMatch(page.body, /<b>|<script/)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'.*form-action 'self'/)
  const sent = await submit({
    ...controls(page.body),
    last_name: 'Visitor',
    email: 'visitor@fair.example',
    industry: 'Shipping',
  })
  assert.equal(sent.headers.location, `/thank-you?form=${String(form.Id)}`)
  const thanks = await server.app.inject(sent.headers.location ?? '')
  assert.match(thanks.body, /See you &lt;i&gt;there&lt;\/i&gt;/)
  const { records } = await call(
    'GET',
    `/api/leads?filter=${encodeURIComponent(JSON.stringify({ field: 'Email', op: 'eq', value: 'visitor@fair.example' }))}`,
  )
  const [lead] = records as Json[]
  assert.partialDeepStrictEqual(lead, { LeadSource: 'Trade Show', OwnerId: queue.Id, Industry: 'Shipping' })
  const members = await call(
    'GET',
    `/api/campaign-members?filter=${encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: campaign.Id }))}`,
  )
  assert.partialDeepStrictEqual((members.records as Json[])[0], { Status: 'Visited Stand', HasResponded: true })
  const now = await call('GET', `/api/web-forms/${String(form.Id)}`)
  assert.equal(now.Completions, 1)
  assert.partialDeepStrictEqual((await call('GET', `/api/form-posts?formId=${String(form.Id)}&state=lead`)).posts, [
    { LastName: 'Visitor', RecordId: lead?.Id },
  ])
})

test('the HTML to paste works without a script and names its form', async () => {
  const form = await call('POST', '/api/web-forms', { Name: 'Paste' }, 201)
  const { html } = await call('GET', `/api/web-forms/${String(form.Id)}/html`)
  assert.match(String(html), /action="http:\/\/assay\.test\/servlet\/servlet\.WebToLead\?encoding=UTF-8" method="post"/)
  assert.match(String(html), /aria-hidden="true"/)
  assert.doesNotMatch(String(html), /<script|assay_stamp/)
  assert.equal(controls(String(html)).assay_form, form.Id)
})

test('a form is refused with what is wrong, and changed only over the version that was read', async () => {
  const wrong = await call(
    'POST',
    '/api/web-forms',
    {
      Name: 'Wrong',
      Fields: [{ name: 'shoe_size', label: 'Shoe' }],
      ReturnUrl: 'https://evil.example/',
      AutoResponse: true,
      ContentUrl: 'javascript:alert(1)',
    },
    422,
  )
  assert.deepEqual((wrong.errors as Json[]).map(({ field }) => String(field)).sort(), [
    'AutoResponseBody',
    'ContentUrl',
    'Fields',
    'Fields',
    'Fields',
    'ReturnUrl',
  ])
  const form = await call('POST', '/api/web-forms', { Name: 'Versions' }, 201)
  const stale = await server.call('PATCH', `/api/web-forms/${String(form.Id)}`, {
    headers: { ...admin, 'if-match': '"9"' },
    body: { Name: 'Other' },
  })
  assert.equal(stale.statusCode, 412)
  const changed = await call('PATCH', `/api/web-forms/${String(form.Id)}`, { Name: 'Renamed', MemberStatus: '' })
  assert.partialDeepStrictEqual(changed, { Name: 'Renamed', MemberStatus: null, version: 2 })
  await call('DELETE', `/api/web-forms/${String(form.Id)}`, undefined, 204)
  assert.equal((await server.app.inject(`/f/${String(form.Id)}`)).statusCode, 404)
  await submit({ assay_form: String(form.Id), last_name: 'Late', email: 'late@deleted.example' })
  const [post] = (await call('GET', '/api/form-posts?limit=1')).posts as Json[]
  assert.equal(post?.State, 'lead')
})

test('the thank-you mail brings the content; looking at the link counts nothing, pressing the button does', async () => {
  const campaign = await call('POST', '/api/campaigns', { Name: 'White paper' }, 201)
  const form = await call(
    'POST',
    '/api/web-forms',
    {
      Name: 'White paper',
      CampaignId: campaign.Id,
      AutoResponse: true,
      AutoResponseSubject: 'Thank you, {{first_name}}',
      AutoResponseBody: 'Hello {{first_name}},\n\nhere it is: {{content_link}}\n\n<b>Bye</b>',
      ContentUrl: 'https://files.example/paper.pdf?a=1&b=2',
      ContentLabel: 'White paper',
    },
    201,
  )
  const fields = { assay_form: String(form.Id), first_name: 'Ada', last_name: 'Okafor', email: 'ada@paper.example' }
  await submit(fields)
  await submit(fields)
  await submit({ ...fields, first_name: 'Win at https://evil.example now', email: 'victim@paper.example' })
  const { messages } = await call('GET', '/api/mail')
  const to = (messages as Json[]).map(({ To, Subject, State, Reason }) => ({ To, Subject, State, Reason }))
  assert.deepEqual(to.map(({ To }) => String(To)).sort(), ['ada@paper.example', 'victim@paper.example'])
  assert.deepEqual(
    to.find(({ To }) => To === 'ada@paper.example'),
    {
      To: 'ada@paper.example',
      Subject: 'Thank you, Ada',
      State: 'queued',
      Reason: 'No mail server is configured. Set SMTP_URL, and what waits goes out.',
    },
  )
  assert.equal(to.find(({ To }) => To === 'victim@paper.example')?.Subject, 'Thank you,')
  const { text, html } = await letterTo('ada@paper.example')
  assert.match(html, /&lt;b&gt;Bye&lt;\/b&gt;/)
  const link = /http:\/\/assay\.test(\/c\/\S+)/.exec(text)?.[1] ?? ''
  const seen = await server.app.inject(link)
  assert.equal(seen.statusCode, 200)
  assert.equal((await call('GET', `/api/web-forms/${String(form.Id)}`)).ContentRequests, 0)
  for (let times = 0; times < 2; times++) {
    const opened = await server.app.inject({
      method: 'POST',
      url: link,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: '',
    })
    assert.equal(opened.headers.location, 'https://files.example/paper.pdf?a=1&b=2')
  }
  assert.partialDeepStrictEqual(await call('GET', `/api/web-forms/${String(form.Id)}`), {
    ContentRequests: 1,
    Completions: 3,
  })
  const { records } = await call(
    'GET',
    `/api/leads?filter=${encodeURIComponent(JSON.stringify({ field: 'Email', op: 'eq', value: 'ada@paper.example' }))}`,
  )
  const { inquiries } = await call('GET', `/api/leads/${String((records as Json[])[0]?.Id)}/inquiries`)
  assert.deepEqual(
    (inquiries as Json[]).map(({ Source }) => Source),
    ['Content download', 'Web form', 'Web form'],
  )
  const timeline = await call('GET', `/api/leads/${String((records as Json[])[0]?.Id)}/timeline?limit=3`)
  const rest = await call(
    'GET',
    `/api/leads/${String((records as Json[])[0]?.Id)}/timeline?limit=100&after=${String(timeline.next)}`,
  )
  const ids = [...(timeline.entries as Json[]), ...(rest.entries as Json[])].map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  // Three inquiries, the letter, the campaign, the task for the owner and the making of the lead.
  assert.equal(ids.length, 7)
  for (const guess of [`${link}x`, `/c/${'A'.repeat(32)}`, '/c/.', link.slice(0, -1)])
    assert.equal((await server.app.inject(guess)).statusCode, 404, guess)
})

async function letterTo(address: string): Promise<{ readonly text: string; readonly html: string }> {
  const [letter] = await reading(server.db, server.org, (tx) =>
    many<{ text: string; html: string }>(
      tx,
      sql`select text_body as text, html_body as html from mail_message where to_address = ${address}`,
    ),
  )
  assert.ok(letter)
  return letter
}

test('however many names are typed, a stranger’s address gets a handful of letters a day', async () => {
  const draft = {
    Name: 'Greeting',
    AutoResponse: true,
    AutoResponseSubject: 'Thank you, {{first_name}}',
    AutoResponseBody: 'Hello {{first_name}}',
  }
  const form = await call('POST', '/api/web-forms', draft, 201)
  for (const first of ['Ann', 'Bea', 'Cleo', 'Dora', 'Eve', 'Fay', 'Gil'])
    await submit({ assay_form: String(form.Id), first_name: first, last_name: 'Ek', email: 'victim@flood.example' })
  const { messages } = await call('GET', '/api/mail?limit=200')
  assert.equal((messages as Json[]).filter(({ To }) => To === 'victim@flood.example').length, 5)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { encodeId, idOf } from '../../../shared/ids.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { reading } from '../../platform/tx.ts'
import { many, sql } from '../../platform/sql.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const PATH = '/servlet/servlet.WebToLead?encoding=UTF-8'
let visitor = 0

/** Each visitor from an address of their own, unless told. */
const post = (fields: Readonly<Record<string, string>> | string | Buffer, { address = `10.${(++visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`, type = 'application/x-www-form-urlencoded', path = PATH } = {}): Promise<LightMyRequestResponse> =>
  server.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': type },
    remoteAddress: address,
    payload: typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : new URLSearchParams(fields).toString(),
  })

type Json = Record<string, unknown>

const get = async (url: string, headers = admin): Promise<Json> => (await server.call('GET', url, { headers })).json()

const leads = async (filter: object): Promise<Json[]> => (await get(`/api/leads?filter=${encodeURIComponent(JSON.stringify(filter))}`)).records as Json[]

const byEmail = (email: string): Promise<Json[]> => leads({ field: 'Email', op: 'eq', value: email })

const newestPost = async (): Promise<Json> => {
  const [first] = (await get('/api/form-posts?limit=1')).posts as Json[]
  return get(`/api/form-posts/${String(first?.Id)}`)
}

const make = async (path: string, body: object): Promise<Json> => {
  const answer = await server.call('POST', path, { headers: admin, body })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json()
}

test('every name of the field’s own forms fills its field', async () => {
  const answer = await post({
    oid: encodeId(server.org.id), retURL: 'https://elsewhere.example/', salutation: 'Dr.', first_name: 'Ada', last_name: 'Okafor', email: 'Ada.Okafor@Harbour.example', company: 'Harbour Ltd',
    phone: '+44 20 7946 0018', mobile: '+44 7700 900123', fax: '+44 20 7946 0019', title: 'Head of Purchasing', URL: 'https://harbour.example', street: '1 Quay', city: 'Hull', state: 'Yorkshire', zip: 'HU1 1AA', country: 'United Kingdom',
    industry: 'Shipping', rating: 'Warm', revenue: '$1,250,000', employees: '40', lead_source: 'Trade Show', description: 'Two lines\r\nof text', emailOptOut: '1', faxOptOut: 'on', doNotCall: '1',
    external: '1', captcha_settings: '{"keyname":"x"}', 'g-recaptcha-response': 'y', debugEmail: 'x@y.example', recordType: '012', currency: 'GBP', submit: 'Send',
  })
  assert.equal(answer.statusCode, 302)
  const [lead] = await byEmail('ada.okafor@harbour.example')
  assert.partialDeepStrictEqual(lead, {
    Salutation: 'Dr.', FirstName: 'Ada', LastName: 'Okafor', Email: 'Ada.Okafor@harbour.example', Company: 'Harbour Ltd', Phone: '+44 20 7946 0018', MobilePhone: '+44 7700 900123', Fax: '+44 20 7946 0019', Title: 'Head of Purchasing',
    Website: 'https://harbour.example', Street: '1 Quay', City: 'Hull', State: 'Yorkshire', PostalCode: 'HU1 1AA', Country: 'United Kingdom', Industry: 'Shipping', Rating: 'Warm', AnnualRevenue: 1_250_000, NumberOfEmployees: 40,
    LeadSource: 'Trade Show', Description: 'Two lines\r\nof text', HasOptedOutOfEmail: true, HasOptedOutOfFax: true, DoNotCall: true, Status: 'Open - Not Contacted',
  })
  assert.deepEqual((await newestPost()).Notes, [])
})

test('names are known in any letter case, as multipart, and by API name; owner and status are not a visitor’s to set', async () => {
  const boundary = 'x1'
  const fields = { LAST_NAME: 'Berg', Email: 'jan@multipart.example', MobilePhone: '12345678', Status: 'Nurturing', OwnerId: '005000000000001', IsConverted: 'true' }
  const body = `${Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`
  await post(body, { type: `multipart/form-data; boundary=${boundary}` })
  const [lead] = await byEmail('jan@multipart.example')
  assert.partialDeepStrictEqual(lead, { LastName: 'Berg', MobilePhone: '12345678', Company: '[not provided]', LeadSource: 'Web', Status: 'Open - Not Contacted' })
  assert.deepEqual((await newestPost()).Notes, ['Not understood: Status, OwnerId, IsConverted.'])
})

test('a missing last name comes from the e-mail address, and a post that names nobody waits with the reason', async () => {
  await post({ email: 'grace.hopper@navy.example' })
  assert.partialDeepStrictEqual((await byEmail('grace.hopper@navy.example'))[0], { FirstName: 'Grace', LastName: 'Hopper' })
  await post({ company: 'Nobody Ltd' })
  const waiting = await newestPost()
  assert.equal(waiting.State, 'waiting')
  assert.match(String(waiting.Reason), /Last name is missing/)
})

test('what is too long or no e-mail address waits whole, and becomes a lead once it is mended', async () => {
  const long = 'x'.repeat(81)
  await post({ last_name: long, email: 'not an address', company: 'Long GmbH' })
  const waiting = await newestPost()
  assert.equal(waiting.State, 'waiting')
  assert.match(String(waiting.Reason), /80 characters long/)
  assert.match(String(waiting.Reason), /must be an e-mail address/)
  assert.ok((waiting.Fields as Json[]).some(({ value }) => value === long))
  const id = String(waiting.Id)
  const still = await server.call('POST', `/api/form-posts/${id}/replay`, { headers: admin })
  assert.equal(still.json().State, 'waiting')
  await server.call('PATCH', `/api/form-posts/${id}`, { headers: admin, body: { fields: { last_name: 'Xu', email: 'xu@long.example' } } })
  const replayed = await server.call('POST', `/api/form-posts/${id}/replay`, { headers: admin })
  assert.equal(replayed.json().State, 'lead')
  assert.equal((await byEmail('xu@long.example'))[0]?.LastName, 'Xu')
  const again = await server.call('POST', `/api/form-posts/${id}/replay`, { headers: admin })
  assert.equal(again.statusCode, 409)
  assert.equal((await byEmail('xu@long.example')).length, 1)
})

test('custom fields are filled by their id, short or long, and by name', async () => {
  const custom = await make('/api/custom-fields', { object: 'Lead', name: 'Fleet_size', label: 'Fleet size', type: 'int' })
  const id = String(custom.id ?? custom.Id)
  assert.match(id, /^00N/)
  await post({ last_name: 'Short', email: 'short@fleet.example', [id.slice(0, 15)]: '7' })
  await post({ last_name: 'Long', email: 'long@fleet.example', [id]: '8' })
  await post({ last_name: 'Name', email: 'name@fleet.example', fleet_size__c: '9' })
  const sizes = await Promise.all(['short', 'long', 'name'].map(async (who) => (await byEmail(`${who}@fleet.example`))[0]?.Fleet_size__c))
  assert.deepEqual(sizes, [7, 8, 9])
})

test('somebody we know makes an inquiry, a campaign response and a task for the owner, and never a second lead', async () => {
  const campaign = await make('/api/campaigns', { Name: 'Spring guide', IsActive: true })
  await post({ last_name: 'Lind', first_name: 'Nora', email: 'nora@fjord.example', company: 'Fjord AB', Campaign_ID: String(campaign.Id), member_status: 'Sent' })
  await post({ last_name: 'Lind-Berg', email: 'Nora+news@fjord.example', Campaign_ID: String(campaign.Id).slice(0, 15), description: 'Please call' })
  const found = await leads({ field: 'Company', op: 'eq', value: 'Fjord AB' })
  assert.equal(found.length, 1)
  const id = String(found[0]?.Id)
  assert.equal((await newestPost()).State, 'inquiry')
  assert.equal((await newestPost()).RecordId, id)
  const members = (await get(`/api/campaign-members?filter=${encodeURIComponent(JSON.stringify({ field: 'LeadId', op: 'eq', value: id }))}`)).records as Json[]
  assert.equal(members.length, 1)
  assert.partialDeepStrictEqual(members[0], { Status: 'Responded', HasResponded: true })
  const tasks = (await get(`/api/tasks?filter=${encodeURIComponent(JSON.stringify({ field: 'WhoId', op: 'eq', value: id }))}`)).records as Json[]
  assert.deepEqual(tasks.map(({ Subject }) => Subject), ['Nora Lind asked again: Web form'])
  const { inquiries } = await get(`/api/leads/${id}/inquiries`)
  assert.equal((inquiries as Json[]).length, 2)
  const { entries } = await get(`/api/leads/${id}/timeline`)
  const kinds = (entries as Json[]).map(({ kind }) => kind).sort()
  assert.deepEqual(kinds, ['campaign', 'campaign_status', 'created', 'inquiry', 'inquiry', 'task'])
})

test('a closed lead stays closed and its owner hears of it; an opt-out is honoured; a contact comes first', async () => {
  await post({ last_name: 'Closed', email: 'closed@shut.example', company: 'Shut Ltd' })
  const [lead] = await byEmail('closed@shut.example')
  const url = `/api/leads/${String(lead?.Id)}`
  await server.call('PATCH', url, { headers: admin, body: { Status: 'Closed - Not Converted', UnqualifiedReason: 'No interest' } })
  await post({ email: 'closed@shut.example', emailOptOut: '1' })
  const now = await get(url)
  assert.partialDeepStrictEqual(now, { Status: 'Closed - Not Converted', HasOptedOutOfEmail: true })
  const tasks = (await get(`/api/tasks?filter=${encodeURIComponent(JSON.stringify({ field: 'WhoId', op: 'eq', value: lead?.Id }))}`)).records as Json[]
  assert.match(String(tasks[0]?.Description), /stays closed until you reopen it/)
  const account = await make('/api/accounts', { Name: 'Shut Ltd' })
  const contact = await make('/api/contacts', { LastName: 'Closed', Email: 'closed@shut.example', AccountId: account.Id })
  await post({ email: 'closed@shut.example' })
  assert.equal((await newestPost()).RecordId, contact.Id)
})

test('a department’s address names somebody only together with the name', async () => {
  await post({ last_name: 'First', email: 'info@depot.example', company: 'Depot' })
  await post({ last_name: 'Second', email: 'info@depot.example', company: 'Depot' })
  await post({ last_name: 'first', email: 'info@depot.example', company: 'Depot' })
  assert.equal((await byEmail('info@depot.example')).length, 2)
})

test('a campaign that is not there costs the attribution, not the lead', async () => {
  await post({ last_name: 'Lost', email: 'lost@campaign.example', Campaign_ID: encodeId(idOf('Campaign', 2 ** 40)) })
  assert.equal((await byEmail('lost@campaign.example')).length, 1)
  assert.match(String((await newestPost()).Notes), /No campaign response was noted/)
})

test('a visitor goes on only to hosts on the list', async () => {
  await make('/api/allowed-return-urls', { Pattern: 'https://www.harbour.example/thanks' })
  await make('/api/allowed-return-urls', { Pattern: '*.fjord.example' })
  const goesTo = async (retURL: string) => (await post({ last_name: 'Return', email: 'return@url.example', retURL })).headers.location
  assert.equal(await goesTo('https://www.harbour.example/thanks?a=1'), 'https://www.harbour.example/thanks?a=1')
  assert.equal(await goesTo('http://shop.fjord.example/'), 'http://shop.fjord.example/')
  const refused = ['https://evil.example/', '//evil.example/', '/\\evil.example', 'https://www.harbour.example.evil.example/', 'https://www.harbour.example@evil.example/', 'https://user@www.harbour.example/', 'https://www.harbour.example:8443/',
    'javascript:alert(1)', 'data:text/html,x', 'https:evil.example', 'https://evil.example\\@www.harbour.example/', 'https://fjord.example/', 'https://evilfjord.example/', 'https://www.harbour.example%2eevil.example/', 'thanks.html', '', 'https://www.harbour.example\r\nset-cookie: a=b']
  for (const url of refused) {
    const location = String(await goesTo(url))
    const host = URL.canParse(location) ? new URL(location).hostname : ''
    assert.ok(location === '/thank-you' || host === 'www.harbour.example', `${url} led to ${location}`)
    assert.doesNotMatch(location, /[\r\n]/)
  }
  const bad = await server.call('POST', '/api/allowed-return-urls', { headers: admin, body: { Pattern: '*.com' } })
  assert.equal(bad.statusCode, 422)
})

test('debug shows what was understood, as text, and not whether we know the sender', async () => {
  const attack = '"><script>alert(1)</script>'
  const first = await post({ debug: '1', last_name: attack, email: 'debug@page.example', '<img src=x onerror=alert(1)>': 'y' })
  assert.equal(first.statusCode, 200)
  assert.doesNotMatch(first.body, /<script|<img/)
  assert.match(first.body, /&lt;script&gt;/)
  assert.match(String(first.headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
  const second = await post({ debug: '1', last_name: attack, email: 'debug@page.example', '<img src=x onerror=alert(1)>': 'y' })
  assert.equal(second.body, first.body)
  assert.equal((await byEmail('debug@page.example'))[0]?.LastName, attack)
})

test('the honeypot and a form sent too fast catch programs; somebody may say that they were people', async () => {
  await post({ last_name: 'Bot', email: 'bot@spam.example', confirm_website: 'https://buy.example' })
  const caught = await newestPost()
  assert.equal(caught.State, 'spam')
  assert.equal((await byEmail('bot@spam.example')).length, 0)
  const replayed = await server.call('POST', '/api/form-posts/replay', { headers: admin, body: { ids: [caught.Id] } })
  assert.equal(replayed.json().posts[0].State, 'lead')
  const form = await make('/api/web-forms', { Name: 'Trapped' })
  const hosted = await server.app.inject(`/f/${String(form.Id)}`)
  const stamp = /name="assay_stamp" value="([^"]+)"/.exec(hosted.body)?.[1] ?? ''
  await post({ last_name: 'Fast', email: 'fast@spam.example', assay_form: String(form.Id), assay_stamp: stamp })
  assert.equal((await newestPost()).ReasonCode, 'time_trap')
  await post({ last_name: 'Forged', email: 'forged@spam.example', assay_form: String(form.Id), assay_stamp: `1.${stamp.split('.')[1]}` })
  assert.equal((await newestPost()).ReasonCode, 'time_trap')
})

test('what one address sends too fast is stored, waits, and can be replayed', async () => {
  await server.call('PATCH', '/api/form-settings', { headers: admin, body: { PostsPerMinute: 3 } })
  for (let at = 0; at < 5; at++) assert.equal((await post({ last_name: `Fast ${at}`, email: `fast${at}@rate.example` }, { address: '192.0.2.7' })).statusCode, 302)
  await server.call('PATCH', '/api/form-settings', { headers: admin, body: { PostsPerMinute: 60 } })
  const { posts } = await get('/api/form-posts?state=waiting')
  const waiting = (posts as Json[]).filter(({ ReasonCode }) => ReasonCode === 'too_many_from_one_address')
  assert.deepEqual(waiting.map(({ LastName }) => LastName), ['Fast 4', 'Fast 3'])
  const answer = await server.call('POST', '/api/form-posts/replay', { headers: admin, body: { ids: waiting.map(({ Id }) => Id) } })
  assert.deepEqual(answer.json().posts.map(({ State }: Json) => State), ['lead', 'lead'])
})

test('a thousand posts at once are a thousand leads, and a hundred of one stranger are one', async () => {
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, at) => post({ last_name: `Crowd ${at}`, company: 'Crowd Ltd', email: `crowd${at < 100 ? 0 : at}@crowd.example` })))
  assert.deepEqual(answers.filter(({ statusCode }) => statusCode !== 302).map(({ body }) => body), [])
  const { count } = await get(`/api/leads/count?filter=${encodeURIComponent(JSON.stringify({ field: 'Company', op: 'eq', value: 'Crowd Ltd' }))}`)
  assert.equal(count, 901)
  const inquiries = await reading(server.db, server.org, (tx) => many<{ count: number }>(tx, sql`select count(*) as count from inquiry i join lead l using (person_id) where l.company = 'Crowd Ltd'`))
  assert.equal(inquiries[0]?.count, 1000)
})

test('bytes that are no UTF-8, NUL bytes and a body of 20 MB get a clear answer', async () => {
  await post(Buffer.from('last_name=M%FCller&email=mueller%40bytes.example', 'latin1'))
  assert.equal((await byEmail('mueller@bytes.example'))[0]?.LastName, 'Müller')
  assert.match(String((await newestPost()).Notes), /windows-1252/)
  await post(Buffer.from('last_name=%8E%52%93%63&email=yamada%40bytes.example', 'latin1'), { path: '/servlet/servlet.WebToLead?encoding=Shift_JIS' })
  assert.equal((await byEmail('yamada@bytes.example'))[0]?.LastName, '山田')
  await post('last_name=Nul%00Byte&email=nul%40bytes.example')
  const nul = await newestPost()
  assert.equal(nul.State, 'waiting')
  assert.match(String(nul.Reason), /NUL byte/)
  const huge = await post(`last_name=${'x'.repeat(20 * 1024 * 1024)}`)
  assert.equal(huge.statusCode, 413)
  assert.match(huge.body, /one megabyte/)
  assert.equal((await post('', { type: 'multipart/form-data' })).statusCode, 302)
  assert.match(String((await newestPost()).Reason), /multipart form/)
  assert.equal((await post('{"last_name":"x"}', { type: 'application/json' })).statusCode, 302)
  assert.match(String((await newestPost()).Reason), /application\/json/)
})

test('a salesperson sees neither forms nor posts', async () => {
  const sales = await server.as('sales')
  for (const url of ['/api/form-posts', '/api/web-forms', '/api/allowed-return-urls', '/api/mail']) assert.equal((await server.call('GET', url, { headers: sales })).statusCode, 403, url)
  const marketing = await server.as('marketing')
  assert.equal((await server.call('GET', '/api/form-posts', { headers: marketing })).statusCode, 200)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeId, idOf } from '../../../shared/ids.ts'
import { anIntake, type Intake, type Json } from '../../../test/support/intake.ts'

let intake: Intake

before(async () => {
  intake = await anIntake()
})
after(() => intake.server.close())

test('every name of the field’s own forms fills its field', async () => {
  const answer = await intake.post({
    oid: encodeId(intake.server.org.id),
    retURL: 'https://elsewhere.example/',
    salutation: 'Dr.',
    first_name: 'Ada',
    last_name: 'Okafor',
    email: 'Ada.Okafor@Harbour.example',
    company: 'Harbour Ltd',
    phone: '+44 20 7946 0018',
    mobile: '+44 7700 900123',
    fax: '+44 20 7946 0019',
    title: 'Head of Purchasing',
    URL: 'https://harbour.example',
    street: '1 Quay',
    city: 'Hull',
    state: 'Yorkshire',
    zip: 'HU1 1AA',
    country: 'United Kingdom',
    industry: 'Shipping',
    rating: 'Warm',
    revenue: '$1,250,000',
    employees: '40',
    lead_source: 'Trade Show',
    description: 'Two lines\r\nof text',
    emailOptOut: '1',
    faxOptOut: 'on',
    doNotCall: '1',
    external: '1',
    captcha_settings: '{"keyname":"x"}',
    'g-recaptcha-response': 'y',
    debugEmail: 'x@y.example',
    recordType: '012',
    currency: 'GBP',
    submit: 'Send',
  })
  assert.equal(answer.statusCode, 302)
  const [lead] = await intake.byEmail('ada.okafor@harbour.example')
  assert.partialDeepStrictEqual(lead, {
    Salutation: 'Dr.',
    FirstName: 'Ada',
    LastName: 'Okafor',
    Email: 'Ada.Okafor@harbour.example',
    Company: 'Harbour Ltd',
    Phone: '+44 20 7946 0018',
    MobilePhone: '+44 7700 900123',
    Fax: '+44 20 7946 0019',
    Title: 'Head of Purchasing',
    Website: 'https://harbour.example',
    Street: '1 Quay',
    City: 'Hull',
    State: 'Yorkshire',
    PostalCode: 'HU1 1AA',
    Country: 'United Kingdom',
    Industry: 'Shipping',
    Rating: 'Warm',
    AnnualRevenue: 1_250_000,
    NumberOfEmployees: 40,
    LeadSource: 'Trade Show',
    Description: 'Two lines\r\nof text',
    HasOptedOutOfEmail: true,
    HasOptedOutOfFax: true,
    DoNotCall: true,
    Status: 'Open - Not Contacted',
  })
  assert.deepEqual((await intake.newestPost()).Notes, [])
})

test('names are known in any letter case, as multipart, and by API name; owner and status are not a visitor’s to set', async () => {
  const boundary = 'x1'
  const fields = {
    LAST_NAME: 'Berg',
    Email: 'jan@multipart.example',
    MobilePhone: '12345678',
    Status: 'Nurturing',
    OwnerId: '005000000000001',
    IsConverted: 'true',
  }
  const body = `${Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${boundary}--\r\n`
  await intake.post(body, { type: `multipart/form-data; boundary=${boundary}` })
  const [lead] = await intake.byEmail('jan@multipart.example')
  assert.partialDeepStrictEqual(lead, {
    LastName: 'Berg',
    MobilePhone: '12345678',
    Company: '[not provided]',
    LeadSource: 'Web',
    Status: 'Open - Not Contacted',
  })
  assert.deepEqual((await intake.newestPost()).Notes, ['Not understood: Status, OwnerId, IsConverted.'])
})

test('a missing last name comes from the e-mail address, and a post that names nobody waits with the reason', async () => {
  await intake.post({ email: 'grace.hopper@navy.example' })
  assert.partialDeepStrictEqual((await intake.byEmail('grace.hopper@navy.example'))[0], {
    FirstName: 'Grace',
    LastName: 'Hopper',
  })
  await intake.post({ company: 'Nobody Ltd' })
  const waiting = await intake.newestPost()
  assert.equal(waiting.State, 'waiting')
  assert.match(String(waiting.Reason), /Last name is missing/)
})

test('what is too long or no e-mail address waits whole, and becomes a lead once it is mended', async () => {
  const long = 'x'.repeat(81)
  await intake.post({ last_name: long, email: 'not an address', company: 'Long GmbH' })
  const waiting = await intake.newestPost()
  assert.equal(waiting.State, 'waiting')
  assert.match(String(waiting.Reason), /80 characters long/)
  assert.match(String(waiting.Reason), /must be an e-mail address/)
  assert.ok((waiting.Fields as Json[]).some(({ value }) => value === long))
  const id = String(waiting.Id)
  const still = await intake.server.call('POST', `/api/form-posts/${id}/replay`, { headers: intake.admin })
  assert.equal(still.json().State, 'waiting')
  await intake.server.call('PATCH', `/api/form-posts/${id}`, {
    headers: intake.admin,
    body: { fields: { last_name: 'Xu', email: 'xu@long.example' } },
  })
  const replayed = await intake.server.call('POST', `/api/form-posts/${id}/replay`, { headers: intake.admin })
  assert.equal(replayed.json().State, 'lead')
  assert.equal((await intake.byEmail('xu@long.example'))[0]?.LastName, 'Xu')
  const again = await intake.server.call('POST', `/api/form-posts/${id}/replay`, { headers: intake.admin })
  assert.equal(again.statusCode, 409)
  assert.equal((await intake.byEmail('xu@long.example')).length, 1)
})

test('custom fields are filled by their id, short or long, and by name', async () => {
  const custom = await intake.make('/api/custom-fields', {
    object: 'Lead',
    name: 'Fleet_size',
    label: 'Fleet size',
    type: 'int',
  })
  const id = String(custom.id ?? custom.Id)
  assert.match(id, /^00N/)
  await intake.post({ last_name: 'Short', email: 'short@fleet.example', [id.slice(0, 15)]: '7' })
  await intake.post({ last_name: 'Long', email: 'long@fleet.example', [id]: '8' })
  await intake.post({ last_name: 'Name', email: 'name@fleet.example', fleet_size__c: '9' })
  const sizes = await Promise.all(
    ['short', 'long', 'name'].map(async (who) => (await intake.byEmail(`${who}@fleet.example`))[0]?.Fleet_size__c),
  )
  assert.deepEqual(sizes, [7, 8, 9])
})

test('dates are read as visitors write them, and in the order of the org’s country where they say nothing of it', async () => {
  await intake.make('/api/custom-fields', { object: 'Lead', name: 'Lease_ends', label: 'Lease ends', type: 'date' })
  await intake.make('/api/custom-fields', { object: 'Lead', name: 'Call_me', label: 'Call me', type: 'datetime' })
  const sent = async (who: string, lease: string, call = '') => {
    const email = `${who}@lease.example`
    await intake.post({ last_name: who, email, lease_ends__c: lease, call_me__c: call })
    const [lead] = await intake.byEmail(email)
    return [lead?.Lease_ends__c, lead?.Call_me__c]
  }
  const inCountry = (country: string) =>
    intake.server.call('PATCH', '/api/settings', { headers: intake.admin, body: { DefaultCountry: country } })
  assert.equal((await inCountry('DE')).statusCode, 200)
  assert.deepEqual(await sent('Point', '22.11.2026'), ['2026-11-22', null])
  assert.deepEqual(await sent('Named', '3 March 2027'), ['2027-03-03', null])
  assert.deepEqual(await sent('Iso', '2027-02-01'), ['2027-02-01', null])
  assert.deepEqual(await sent('German', '05/06/2027'), ['2027-06-05', null])
  assert.deepEqual(await sent('Settled', '05/06/2027', '12/24/2026 5:30 PM'), [
    '2027-05-06',
    '2026-12-24T17:30:00.000Z',
  ])
  assert.equal((await inCountry('US')).statusCode, 200)
  assert.deepEqual(await sent('American', '05/06/2027'), ['2027-05-06', null])
  // What is no date waits in the intake, as it was written.
  assert.deepEqual(await sent('Never', '31.02.2027'), [undefined, undefined])
})

test('somebody we know makes an inquiry, a campaign response and a task for the owner, and never a second lead', async () => {
  const campaign = await intake.make('/api/campaigns', { Name: 'Spring guide', IsActive: true })
  await intake.post({
    last_name: 'Lind',
    first_name: 'Nora',
    email: 'nora@fjord.example',
    company: 'Fjord AB',
    Campaign_ID: String(campaign.Id),
    member_status: 'Sent',
  })
  await intake.post({
    last_name: 'Lind-Berg',
    email: 'Nora+news@fjord.example',
    Campaign_ID: String(campaign.Id).slice(0, 15),
    description: 'Please call',
  })
  const found = await intake.leads({ field: 'Company', op: 'eq', value: 'Fjord AB' })
  assert.equal(found.length, 1)
  const id = String(found[0]?.Id)
  assert.equal((await intake.newestPost()).State, 'inquiry')
  assert.equal((await intake.newestPost()).RecordId, id)
  const members = (
    await intake.get(
      `/api/campaign-members?filter=${encodeURIComponent(JSON.stringify({ field: 'LeadId', op: 'eq', value: id }))}`,
    )
  ).records as Json[]
  assert.equal(members.length, 1)
  assert.partialDeepStrictEqual(members[0], { Status: 'Responded', HasResponded: true })
  const tasks = (
    await intake.get(`/api/tasks?filter=${encodeURIComponent(JSON.stringify({ field: 'WhoId', op: 'eq', value: id }))}`)
  ).records as Json[]
  assert.deepEqual(
    tasks.map(({ Subject }) => Subject),
    ['Nora Lind asked again: Web form'],
  )
  const { inquiries } = await intake.get(`/api/leads/${id}/inquiries`)
  assert.equal((inquiries as Json[]).length, 2)
  const { entries } = await intake.get(`/api/leads/${id}/timeline`)
  const kinds = (entries as Json[]).map(({ kind }) => String(kind)).sort()
  assert.deepEqual(kinds, ['campaign', 'campaign_status', 'created', 'inquiry', 'inquiry', 'task'])
})

test('a closed lead stays closed and its owner hears of it; an opt-out is honoured; a contact comes first', async () => {
  await intake.post({ last_name: 'Closed', email: 'closed@shut.example', company: 'Shut Ltd' })
  const [lead] = await intake.byEmail('closed@shut.example')
  const url = `/api/leads/${String(lead?.Id)}`
  await intake.server.call('PATCH', url, {
    headers: intake.admin,
    body: { Status: 'Closed - Not Converted', UnqualifiedReason: 'No interest' },
  })
  await intake.post({ email: 'closed@shut.example', emailOptOut: '1' })
  const now = await intake.get(url)
  assert.partialDeepStrictEqual(now, { Status: 'Closed - Not Converted', HasOptedOutOfEmail: true })
  const tasks = (
    await intake.get(
      `/api/tasks?filter=${encodeURIComponent(JSON.stringify({ field: 'WhoId', op: 'eq', value: lead?.Id }))}`,
    )
  ).records as Json[]
  assert.match(String(tasks[0]?.Description), /stays closed until you reopen it/)
  const account = await intake.make('/api/accounts', { Name: 'Shut Ltd' })
  const contact = await intake.make('/api/contacts', {
    LastName: 'Closed',
    Email: 'closed@shut.example',
    AccountId: account.Id,
  })
  await intake.post({ email: 'closed@shut.example' })
  assert.equal((await intake.newestPost()).RecordId, contact.Id)
})

test('of two who share an address the one with the name is answered, and the owner of today hears of it', async () => {
  const [rolf, ralf] = await Promise.all(
    ['Rolf', 'Ralf'].map((FirstName) =>
      intake.make('/api/leads?allowDuplicates=true', {
        FirstName,
        LastName: 'Bø',
        Company: 'Bø',
        Email: 'us@bo.example',
      }),
    ),
  )
  for (const first_name of ['Rolf', 'Ralf']) {
    await intake.post({ first_name, last_name: 'Bø', email: 'us@bo.example' })
    assert.equal((await intake.newestPost()).RecordId, (first_name === 'Rolf' ? rolf : ralf)?.Id)
  }
  const Email = 'heir@assay.example'
  const heir = await intake.make('/api/users', { LastName: 'Heir', Email, Role: 'sales' })
  const patched = { headers: intake.admin, body: { OwnerId: heir.Id } }
  await intake.server.call('PATCH', `/api/leads/${String(rolf?.Id)}`, patched)
  for (const description of ['Once', 'Twice'])
    await intake.post({ first_name: 'Rolf', last_name: 'Bø', email: 'us@bo.example', description })
  const filter = encodeURIComponent(JSON.stringify({ field: 'WhoId', op: 'eq', value: rolf?.Id }))
  const tasks = (await intake.get(`/api/tasks?filter=${filter}&fields=OwnerId`)).records as Json[]
  assert.equal(tasks.length, 2)
  assert.equal(tasks.filter(({ OwnerId }) => OwnerId === heir.Id).length, 1)
})

test('a department’s address names somebody only together with the name', async () => {
  await intake.post({ last_name: 'First', email: 'info@depot.example', company: 'Depot' })
  await intake.post({ last_name: 'Second', email: 'info@depot.example', company: 'Depot' })
  await intake.post({ last_name: 'first', email: 'info@depot.example', company: 'Depot' })
  assert.equal((await intake.byEmail('info@depot.example')).length, 2)
})

test('a campaign that is not there costs the attribution, not the lead', async () => {
  await intake.post({
    last_name: 'Lost',
    email: 'lost@campaign.example',
    Campaign_ID: encodeId(idOf('Campaign', 2 ** 40)),
  })
  assert.equal((await intake.byEmail('lost@campaign.example')).length, 1)
  assert.match(String((await intake.newestPost()).Notes), /No campaign response was noted/)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { many, sql } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'
import { anIntake, type Intake, type Json } from '../../../test/support/intake.ts'

let intake: Intake

before(async () => {
  intake = await anIntake()
})
after(() => intake.server.close())

test('a visitor goes on only to hosts on the list', async () => {
  await intake.make('/api/allowed-return-urls', { Pattern: 'https://www.harbour.example/thanks' })
  await intake.make('/api/allowed-return-urls', { Pattern: '*.fjord.example' })
  const goesTo = async (retURL: string) =>
    (await intake.post({ last_name: 'Return', email: 'return@url.example', retURL })).headers.location
  assert.equal(await goesTo('https://www.harbour.example/thanks?a=1'), 'https://www.harbour.example/thanks?a=1')
  assert.equal(await goesTo('http://shop.fjord.example/'), 'http://shop.fjord.example/')
  const refused = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'https://www.harbour.example.evil.example/',
    'https://www.harbour.example@evil.example/',
    'https://user@www.harbour.example/',
    'https://www.harbour.example:8443/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.example',
    'https://evil.example\\@www.harbour.example/',
    'https://fjord.example/',
    'https://evilfjord.example/',
    'https://www.harbour.example%2eevil.example/',
    'thanks.html',
    '',
    'https://www.harbour.example\r\nset-cookie: a=b',
  ]
  for (const url of refused) {
    const location = String(await goesTo(url))
    const host = URL.canParse(location) ? new URL(location).hostname : ''
    assert.ok(location === '/thank-you' || host === 'www.harbour.example', `${url} led to ${location}`)
    assert.doesNotMatch(location, /[\r\n]/)
  }
  const bad = await intake.server.call('POST', '/api/allowed-return-urls', {
    headers: intake.admin,
    body: { Pattern: '*.com' },
  })
  assert.equal(bad.statusCode, 422)
})

test('debug shows what was understood, as text, and not whether we know the sender', async () => {
  const attack = '"><script>alert(1)</script>'
  const first = await intake.post({
    debug: '1',
    last_name: attack,
    email: 'debug@page.example',
    '<img src=x onerror=alert(1)>': 'y',
  })
  assert.equal(first.statusCode, 200)
  assert.doesNotMatch(first.body, /<script|<img/)
  assert.match(first.body, /&lt;script&gt;/)
  assert.match(String(first.headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
  const second = await intake.post({
    debug: '1',
    last_name: attack,
    email: 'debug@page.example',
    '<img src=x onerror=alert(1)>': 'y',
  })
  assert.equal(second.body, first.body)
  assert.equal((await intake.byEmail('debug@page.example'))[0]?.LastName, attack)
})

test('the honeypot and a form sent too fast catch programs; somebody may say that they were people', async () => {
  await intake.post({ last_name: 'Bot', email: 'bot@spam.example', confirm_website: 'https://buy.example' })
  const caught = await intake.newestPost()
  assert.equal(caught.State, 'spam')
  assert.equal((await intake.byEmail('bot@spam.example')).length, 0)
  const replayed = await intake.server.call('POST', '/api/form-posts/replay', {
    headers: intake.admin,
    body: { ids: [caught.Id] },
  })
  assert.equal(replayed.json().posts[0].State, 'lead')
  const form = await intake.make('/api/web-forms', { Name: 'Trapped' })
  const hosted = await intake.server.app.inject(`/f/${String(form.Id)}`)
  const stamp = /name="assay_stamp" value="([^"]+)"/.exec(hosted.body)?.[1] ?? ''
  await intake.post({ last_name: 'Fast', email: 'fast@spam.example', assay_form: String(form.Id), assay_stamp: stamp })
  assert.equal((await intake.newestPost()).ReasonCode, 'time_trap')
  await intake.post({
    last_name: 'Forged',
    email: 'forged@spam.example',
    assay_form: String(form.Id),
    assay_stamp: `1.${stamp.split('.')[1]}`,
  })
  assert.equal((await intake.newestPost()).ReasonCode, 'time_trap')
  await intake.post({
    last_name: 'Accented',
    email: 'accented@spam.example',
    assay_form: String(form.Id),
    assay_stamp: `1.${'a'.repeat(31)}é`,
  })
  assert.equal((await intake.newestPost()).ReasonCode, 'time_trap')
})

test('what one address sends too fast is stored, waits, and can be replayed', async () => {
  await intake.server.call('PATCH', '/api/form-settings', { headers: intake.admin, body: { PostsPerMinute: 3 } })
  for (let at = 0; at < 5; at++)
    assert.equal(
      (await intake.post({ last_name: `Fast ${at}`, email: `fast${at}@rate.example` }, { address: '192.0.2.7' }))
        .statusCode,
      302,
    )
  await intake.server.call('PATCH', '/api/form-settings', { headers: intake.admin, body: { PostsPerMinute: 60 } })
  const { posts } = await intake.get('/api/form-posts?state=waiting')
  const waiting = (posts as Json[]).filter(({ ReasonCode }) => ReasonCode === 'too_many_from_one_address')
  assert.deepEqual(
    waiting.map(({ LastName }) => LastName),
    ['Fast 4', 'Fast 3'],
  )
  const answer = await intake.server.call('POST', '/api/form-posts/replay', {
    headers: intake.admin,
    body: { ids: waiting.map(({ Id }) => Id) },
  })
  assert.deepEqual(
    answer.json().posts.map(({ State }: Json) => State),
    ['lead', 'lead'],
  )
})

test('further addresses of one network give no further posts a minute', async () => {
  await intake.server.call('PATCH', '/api/form-settings', { headers: intake.admin, body: { PostsPerMinute: 2 } })
  const reasonAfter = async (address: string) => {
    await intake.post({ last_name: 'Many', email: `${address.replaceAll(':', '-')}@rate.example` }, { address })
    return (await intake.newestPost()).ReasonCode
  }
  const reasons: unknown[] = []
  for (const address of ['2001:db8:7:1::1', '2001:DB8:7:1:9:8:7:6', '2001:db8:7:1::2', '2001:db8:7:2::1'])
    reasons.push(await reasonAfter(address))
  for (const address of ['198.51.100.9', '::ffff:198.51.100.9', '::ffff:c633:6409', '198.51.100.10'])
    reasons.push(await reasonAfter(address))
  await intake.server.call('PATCH', '/api/form-settings', { headers: intake.admin, body: { PostsPerMinute: 60 } })
  const tooMany = 'too_many_from_one_address'
  assert.deepEqual(reasons, [null, null, tooMany, null, null, null, tooMany, null])
  assert.equal((await intake.newestPost()).Address, '198.51.100.10')
})

test('a thousand posts at once are a thousand leads, and a hundred of one stranger are one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, at) =>
      intake.post({ last_name: `Crowd ${at}`, company: 'Crowd Ltd', email: `crowd${at < 100 ? 0 : at}@crowd.example` }),
    ),
  )
  assert.deepEqual(
    answers.filter(({ statusCode }) => statusCode !== 302).map(({ body }) => body),
    [],
  )
  const { count } = await intake.get(
    `/api/leads/count?filter=${encodeURIComponent(JSON.stringify({ field: 'Company', op: 'eq', value: 'Crowd Ltd' }))}`,
  )
  assert.equal(count, 901)
  const inquiries = await reading(intake.server.db, intake.server.org, (tx) =>
    many<{ count: number }>(
      tx,
      sql`select count(*) as count from inquiry i join lead l using (person_id) where l.company = 'Crowd Ltd'`,
    ),
  )
  assert.equal(inquiries[0]?.count, 1000)
})

test('bytes that are no UTF-8, NUL bytes and a body of 20 MB get a clear answer', async () => {
  await intake.post(Buffer.from('last_name=M%FCller&email=mueller%40bytes.example', 'latin1'))
  assert.equal((await intake.byEmail('mueller@bytes.example'))[0]?.LastName, 'Müller')
  assert.match(String((await intake.newestPost()).Notes), /windows-1252/)
  await intake.post(Buffer.from('last_name=%8E%52%93%63&email=yamada%40bytes.example', 'latin1'), {
    path: '/servlet/servlet.WebToLead?encoding=Shift_JIS',
  })
  assert.equal((await intake.byEmail('yamada@bytes.example'))[0]?.LastName, '山田')
  await intake.post('last_name=Nul%00Byte&email=nul%40bytes.example')
  const nul = await intake.newestPost()
  assert.equal(nul.State, 'waiting')
  assert.match(String(nul.Reason), /NUL byte/)
  const huge = await intake.post(`last_name=${'x'.repeat(20 * 1024 * 1024)}`)
  assert.equal(huge.statusCode, 413)
  assert.match(huge.body, /one megabyte/)
  assert.equal((await intake.post('', { type: 'multipart/form-data' })).statusCode, 302)
  assert.match(String((await intake.newestPost()).Reason), /multipart form/)
  assert.equal((await intake.post('{"last_name":"x"}', { type: 'application/json' })).statusCode, 302)
  assert.match(String((await intake.newestPost()).Reason), /application\/json/)
})

test('a form that is cut off within a file waits with the reason, and the next one is taken', async () => {
  const cutOff =
    '--x\r\nContent-Disposition: form-data; name="cv"; filename="cv.txt"\r\nContent-Type: text/plain\r\n\r\nabc'
  const answer = await intake.post(cutOff, { type: 'multipart/form-data; boundary=x' })
  assert.equal(answer.statusCode, 302)
  const kept = await intake.newestPost()
  assert.deepEqual([kept.State, kept.ReasonCode], ['waiting', 'malformed_form'])
  await intake.post({ last_name: 'Afterwards', email: 'afterwards@cut.example' })
  assert.equal((await intake.byEmail('afterwards@cut.example')).length, 1)
})

test('a million blanks, or digits, in one field are too long, and take no longer than others', async () => {
  const million = (sign: string): string => `1${sign.repeat(1_000_000)}x`
  const hostile: readonly (readonly [Readonly<Record<string, string>>, state: string])[] = [
    [{ last_name: 'Long', email: 'long@number.example', employees: million(' ') }, 'waiting'],
    [{ last_name: 'Long', email: 'long@box.example', donotcall: `${' '.repeat(1_000_000)}x` }, 'lead'],
    [{ company: 'Long GmbH', email: `${million('1')}@digits.example` }, 'waiting'],
    [{ company: 'Long GmbH', email: 'long@phone.example', last_name: 'Long', phone: million(' ') }, 'waiting'],
  ]
  for (const [fields, state] of hostile) {
    const body = new URLSearchParams(fields).toString()
    assert.equal((await intake.post(body.replaceAll('+', ' '))).statusCode, 302)
    assert.equal((await intake.newestPost()).State, state)
  }
})

test('a salesperson sees neither forms nor posts', async () => {
  const sales = await intake.server.as('sales')
  for (const url of ['/api/form-posts', '/api/web-forms', '/api/allowed-return-urls', '/api/mail'])
    assert.equal((await intake.server.call('GET', url, { headers: sales })).statusCode, 403, url)
  const marketing = await intake.server.as('marketing')
  assert.equal((await intake.server.call('GET', '/api/form-posts', { headers: marketing })).statusCode, 200)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let session: string

before(async () => {
  server = await aServer()
  const { body } = await post(
    envelope(
      `<login><username>${ADMINISTRATOR.email}</username><password>${ADMINISTRATOR.password}</password></login>`,
    ),
  )
  session = /<sessionId>([^<]+)</.exec(body)?.[1] ?? ''
})
after(() => server.close())

const envelope = (call: string, header = ''): string =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Header>${header}</e:Header><e:Body>${call}</e:Body></e:Envelope>`

const inSession = (call: string): string =>
  envelope(call, `<SessionHeader><sessionId>${session}</sessionId></SessionHeader>`)

const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/services/Soap/u/60.0',
    payload,
    headers: { 'content-type': 'text/xml', ...headers },
  })

/** Posts what is refused as a mistake of the client; the sentence. */
async function refused(payload: string | Buffer, headers: Record<string, string> = {}): Promise<string> {
  const { statusCode, body } = await post(payload, headers)
  assert.equal(statusCode, 500)
  assert.match(body, /<faultcode>soapenv:Client<\/faultcode>/)
  return /<faultstring>([^<]*)</.exec(body)?.[1] ?? ''
}

const user = '<getUserInfo/>'

test('a document type is refused, and no entity of its own is ever made', async () => {
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
  const bombs = [
    `<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]>`,
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/evil.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]>',
  ]
  for (const bomb of bombs) {
    const payload = inSession('<search><searchString>&l9;&f;</searchString></search>').replace('?>', `?>${bomb}`)
    assert.match(await refused(payload), /document type/)
  }
  assert.match(await refused(inSession('<query><queryString>&unknown;</queryString></query>')), /not well-formed/)
})

test('depth, elements, attributes and names beyond what a request can mean are refused', async () => {
  assert.match(await refused(inSession('<a>'.repeat(10_000))), /nests deeper/)
  assert.match(await refused(inSession(`<query>${'<a/>'.repeat(300_000)}</query>`)), /more elements/)
  const attributes = Array.from({ length: 5000 }, (_, at) => `a${at}="x"`).join(' ')
  assert.match(await refused(inSession(`<query ${attributes}/>`)), /attributes/)
  assert.match(await refused(inSession(`<${'n'.repeat(5000)}/>`)), /longer than/)
})

test('more than 50 MB is refused, and of a stranger more than a login needs', async () => {
  const huge = (call: string) =>
    call.replace('<getUserInfo/>', `<getUserInfo>${' '.repeat(51 * 1024 * 1024)}</getUserInfo>`)
  assert.match(await refused(huge(inSession(user))), /at most 50 MB/)
  const stranger = envelope(`<login><username>${'x'.repeat(400_000)}</username><password>y</password></login>`)
  assert.match(await refused(stranger), /256 KB/)
})

test('a small bomb packed by gzip stays small, and what is not packed says so', async () => {
  // Signs of four bytes each: reading goes by signs, the limit by bytes.
  const bomb = gzipSync(inSession(`<getUserInfo>${'🂡'.repeat(13 * 1024 * 1024)}</getUserInfo>`))
  assert.ok(bomb.length < 300_000)
  assert.match(await refused(bomb, { 'content-encoding': 'gzip' }), /at most 50 MB/)
  await refused('not packed at all', { 'content-encoding': 'gzip' })
  await refused(inSession(user), { 'content-encoding': 'zstandard' })
})

test('what is no text is refused', async () => {
  await refused(Buffer.concat([Buffer.from('<a>'), Buffer.from([0xff, 0xc0, 0x80])]))
  await refused(inSession(user), { 'content-type': 'text/xml; charset=klingon' })
  await refused(inSession('<query><queryString>a\u0000b</queryString></query>'))
  await refused(inSession('<query><queryString>&#0;</queryString></query>'))
  await refused(inSession('<query><queryString>&#xD800;</queryString></query>'))
})

test('names that mean something to JavaScript mean nothing here', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    assert.match(await refused(inSession(`<${name}/>`)), /No operation available/)
  const { body } = await post(
    inSession(
      '<create><sObjects><type>Lead</type><constructor><prototype>x</prototype></constructor><LastName>P</LastName><Company>P</Company></sObjects></create>',
    ),
  )
  assert.deepEqual(
    [...body.matchAll(/<statusCode>([^<]+)</g)].map(([, code]) => code),
    ['INVALID_FIELD'],
  )
  const proto = await post(
    inSession('<create><sObjects><type>Lead</type><__proto__>x</__proto__><LastName>P</LastName></sObjects></create>'),
  )
  assert.match(proto.body, /sf:INVALID_FIELD/)
  assert.match(await refused(inSession('<merge><constructor>x</constructor></merge>')), /takes no/)
})

test('what a call would leave out in silence is refused', async () => {
  const sentence = await refused(
    inSession(
      '<convertLead><leadConverts><leadId>00Q000000000001</leadId><opportunityRecord><type>Opportunity</type></opportunityRecord></leadConverts></convertLead>',
    ),
  )
  assert.match(sentence, /opportunityRecord/)
})

test('text that is markup stays text, in answers and in faults', async () => {
  const attack = ']]&gt;&lt;/sf:Name&gt;&lt;script&gt;alert(1)&lt;/script&gt;'
  const { body } = await post(
    inSession(`<create><sObjects><type>Account</type><Name>${attack}</Name></sObjects></create>`),
  )
  const id = /<id>(\w{18})</.exec(body)?.[1] ?? ''
  const found = await post(
    inSession(`<retrieve><fieldList>Name</fieldList><sObjectType>Account</sObjectType><ids>${id}</ids></retrieve>`),
  )
  assert.equal(found.body.includes('<script'), false)
  assert.match(found.body, /\]\]&gt;&lt;\/sf:Name&gt;&lt;script&gt;/)
  const fault = await post(inSession(`<describeSObject><sObjectType>${attack}</sObjectType></describeSObject>`))
  assert.equal(fault.statusCode, 500)
  assert.equal(fault.body.includes('<script'), false)
})

test('a cookie opens nothing here: only the session in the envelope does', async () => {
  const signedIn = await server.call('POST', '/api/session', {
    body: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
  })
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await post(envelope(user), { cookie })
  assert.match(answer.body, /INVALID_SESSION_ID/)
  const bearer = await post(envelope(user), { authorization: `Bearer ${session}` })
  assert.match(bearer.body, /INVALID_SESSION_ID/)
})

test('who may only read writes nothing, and who sees only their own finds nothing else', async () => {
  const { authorization } = await server.as('read_only')
  const theirs = (call: string) =>
    post(
      envelope(call, `<SessionHeader><sessionId>${authorization.replace('Bearer ', '')}</sessionId></SessionHeader>`),
    )
  const { body } = await theirs(
    '<create><sObjects><type>Lead</type><LastName>Not</LastName><Company>Mine</Company></sObjects></create>',
  )
  assert.match(body, /<success>false<\/success>/)
  assert.match(body, /INSUFFICIENT_ACCESS_OR_READONLY/)
  const emptied = await theirs('<emptyRecycleBin><ids>00Q000000000001</ids></emptyRecycleBin>')
  assert.match(emptied.body, /<success>false<\/success>/)
  const converted = await theirs(
    '<convertLead><leadConverts><leadId>00Q000000000001</leadId></leadConverts></convertLead>',
  )
  assert.match(converted.body, /<success>false<\/success>/)
  const reset = await theirs('<resetPassword><userId>005000000000001</userId></resetPassword>')
  assert.match(reset.body, /sf:INSUFFICIENT_ACCESS_OR_READONLY/)
})

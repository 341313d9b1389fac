import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let session: string

before(async () => {
  server = await aServer()
  const answer = await post(envelope(login(ADMINISTRATOR.email, ADMINISTRATOR.password)))
  session = textOf(answer.body, 'sessionId')
})
after(() => server.close())

const NAMESPACES =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:urn="urn:partner.soap.sforce.com" xmlns:urn1="urn:sobject.partner.soap.sforce.com"'

const envelope = (call: string, header = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope ${NAMESPACES}><soapenv:Header>${header}</soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`

const login = (username: string, password: string): string =>
  `<urn:login><urn:username>${username}</urn:username><urn:password>${password}</urn:password></urn:login>`

const sessionHeader = (id: string): string =>
  `<urn:SessionHeader><urn:sessionId>${id}</urn:sessionId></urn:SessionHeader>`

const post = (payload: string | Buffer, headers: Record<string, string> = {}, url = '/services/Soap/u/60.0') =>
  server.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'text/xml', soapaction: '""', ...headers },
  })

/** Sends a call in the session, with more headers if need be. */
const call = (xml: string, headers = '') => post(envelope(xml, sessionHeader(session) + headers))

const textOf = (xml: string, name: string): string =>
  new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(xml)?.[1] ?? ''

const textsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`, 'g'))].map(([, text = '']) => text)

const record = (type: string, fields: string): string =>
  `<urn:sObjects><urn1:type>${type}</urn1:type>${fields}</urn:sObjects>`

const lead = (name: string, more = ''): string =>
  record('Lead', `<urn1:LastName>${name}</urn1:LastName><urn1:Company>${name} Ltd</urn1:Company>${more}`)

async function made(...records: string[]): Promise<string[]> {
  const { body } = await call(`<urn:create>${records.join('')}</urn:create>`)
  assert.equal(textsOf(body, 'success').includes('false'), false, body)
  return textsOf(body, 'id')
}

async function query(soql: string, headers = ''): Promise<string> {
  const { body, statusCode } = await call(`<urn:query><urn:queryString>${soql}</urn:queryString></urn:query>`, headers)
  assert.equal(statusCode, 200, body)
  return body
}

test('simple-salesforce signs in by the envelope it sends, security token and all', async () => {
  const body = `<?xml version="1.0" encoding="utf-8" ?>
        <env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com">
            <env:Header>
                <urn:CallOptions><urn:client>RestForce</urn:client><urn:defaultNamespace>sf</urn:defaultNamespace></urn:CallOptions>
            </env:Header>
            <env:Body>
                <n1:login xmlns:n1="urn:partner.soap.sforce.com">
                    <n1:username>${ADMINISTRATOR.email}</n1:username>
                    <n1:password>${ADMINISTRATOR.password}</n1:password>
                </n1:login>
            </env:Body>
        </env:Envelope>`
  const right = await post(body, { soapaction: 'login', charset: 'UTF-8' })
  assert.equal(right.statusCode, 200)
  assert.match(right.headers['content-type'] ?? '', /^text\/xml/)
  assert.match(right.body, /<sessionId>00D\w{12,15}![.\w]+<\/sessionId>/)
  assert.equal(new URL(textOf(right.body, 'serverUrl')).host, 'assay.test')
  const wrong = await post(body.replace(ADMINISTRATOR.password, 'wrong'), { soapaction: 'login' })
  assert.equal(wrong.statusCode, 500)
  assert.match(wrong.body, /<sf:exceptionCode>INVALID_LOGIN<\/sf:exceptionCode>/)
  assert.match(
    wrong.body,
    /<sf:exceptionMessage>Invalid username, password, security token; or user locked out.<\/sf:exceptionMessage>/,
  )
})

test('an answer is what clients read with a pattern: prefixed envelope and body, unprefixed result', async () => {
  const { body } = await call('<urn:getServerTimestamp/>')
  assert.match(
    body,
    /^<\?xml version="1.0" encoding="UTF-8"\?><soapenv:Envelope [^>]+>.*<soapenv:Body><getServerTimestampResponse><result><timestamp>[\d-]+T[\d:.]+Z<\/timestamp><\/result>/,
  )
})

test('any prefix is taken, and none; so is a call packed by gzip and one in another encoding', async () => {
  const bare = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Header><SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>${session}</sessionId></SessionHeader></Header><Body><getUserInfo xmlns="urn:partner.soap.sforce.com"/></Body></Envelope>`
  assert.equal((await post(bare)).statusCode, 200)
  const packed = await post(gzipSync(bare), { 'content-encoding': 'gzip', 'content-type': 'text/xml; charset=UTF-8' })
  assert.equal(packed.statusCode, 200, packed.body)
  const utf16 = await post(Buffer.from(`\uFEFF${bare}`, 'utf16le'))
  assert.equal(utf16.statusCode, 200, utf16.body)
  const latin = envelope(`<urn:create>${lead('Müller')}</urn:create>`, sessionHeader(session))
  const written = await post(Buffer.from(latin.replace('utf-8', 'ISO-8859-1'), 'latin1'))
  const [id] = textsOf(written.body, 'id')
  assert.match(await query(`SELECT LastName FROM Lead WHERE Id = '${id}'`), /<sf:LastName>Müller</)
})

test('what is missing, wrong or over says so in a fault with the code clients look for', async () => {
  const faultOf = async (payload: string, url?: string) => {
    const answer = await post(payload, {}, url)
    assert.equal(answer.statusCode, 500)
    return [textOf(answer.body, 'faultcode'), textOf(answer.body, 'exceptionCode')]
  }
  const inside = (xml: string) => envelope(xml, sessionHeader(session))
  assert.deepEqual(await faultOf(envelope('<urn:getUserInfo/>')), ['sf:INVALID_SESSION_ID', 'INVALID_SESSION_ID'])
  assert.deepEqual(await faultOf(envelope('<urn:getUserInfo/>', sessionHeader('00Dx!nonsense'))), [
    'sf:INVALID_SESSION_ID',
    'INVALID_SESSION_ID',
  ])
  assert.deepEqual(await faultOf(inside('<urn:destroy/>')), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf(inside('')), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf(inside('<urn:query/>')), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf('no xml at all'), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf(''), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf('<a/>'), ['soapenv:Client', ''])
  assert.deepEqual(await faultOf(inside('<urn:getUserInfo/>'), '/services/Soap/u/29.0'), [
    'sf:UNSUPPORTED_API_VERSION',
    'UNSUPPORTED_API_VERSION',
  ])
  assert.deepEqual(
    await faultOf(inside('<urn:describeSObject><sObjectType>Bicycle</sObjectType></urn:describeSObject>')),
    ['sf:INVALID_TYPE', 'INVALID_TYPE'],
  )
  assert.deepEqual(await faultOf(inside('<urn:query><queryString>SELECT FROM</queryString></urn:query>')), [
    'sf:MALFORMED_QUERY',
    'MALFORMED_QUERY',
  ])
  assert.deepEqual(await faultOf(inside(`<urn:delete>${'<ids>00Q000000000001</ids>'.repeat(201)}</urn:delete>`)), [
    'sf:EXCEEDED_ID_LIMIT',
    'EXCEEDED_ID_LIMIT',
  ])
})

test('values come and go in the form of their types, and nulls as xsi:nil', async () => {
  const [id] = await made(
    lead(
      'Typed',
      '<urn1:AnnualRevenue>1234.5</urn1:AnnualRevenue><urn1:NumberOfEmployees>7</urn1:NumberOfEmployees><urn1:HasOptedOutOfEmail>1</urn1:HasOptedOutOfEmail><urn1:Phone/><urn1:City xsi:nil="true"/>',
    ),
  )
  const body = await query(
    `SELECT Id, AnnualRevenue, NumberOfEmployees, HasOptedOutOfEmail, Phone, City, CreatedDate, Owner.Name FROM Lead WHERE Id = '${id}'`,
  )
  assert.match(
    body,
    /<result xsi:type="QueryResult"><done>true<\/done><queryLocator xsi:nil="true"\/><records xsi:type="sf:sObject">/,
  )
  assert.match(body, new RegExp(`<sf:type>Lead</sf:type><sf:Id>${id}</sf:Id><sf:Id>${id}</sf:Id>`))
  assert.match(body, /<sf:AnnualRevenue>1234.5<\/sf:AnnualRevenue><sf:NumberOfEmployees>7<\/sf:NumberOfEmployees>/)
  assert.match(
    body,
    /<sf:HasOptedOutOfEmail>true<\/sf:HasOptedOutOfEmail><sf:Phone xsi:nil="true"\/><sf:City xsi:nil="true"\/>/,
  )
  assert.match(body, /<sf:CreatedDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z<\/sf:CreatedDate>/)
  assert.match(
    body,
    /<sf:Owner xsi:type="sf:sObject"><sf:type>Name<\/sf:type><sf:Id xsi:nil="true"\/><sf:Name>Ada Okafor<\/sf:Name><\/sf:Owner>/,
  )
  assert.match(body, /<\/records><size>1<\/size><\/result>/)
})

test('groups say the types of their values, and a count is a size without records', async () => {
  await made(lead('Counted'))
  const groups = await query("SELECT Company, COUNT(Id) n FROM Lead WHERE Company = 'Counted Ltd' GROUP BY Company")
  assert.match(groups, /<sf:type>AggregateResult<\/sf:type><sf:Id xsi:nil="true"\/>/)
  assert.match(groups, /<sf:n xsi:type="xsd:int">1<\/sf:n>/)
  const count = await query("SELECT COUNT() FROM Lead WHERE Company = 'Counted Ltd'")
  assert.equal(textOf(count, 'size'), '1')
  assert.equal(count.includes('<records'), false)
})

test('all or none undoes the records of every object in the call', async () => {
  const both = `<urn:create>${record('Account', '<urn1:Name>Undone Inc</urn1:Name>')}${record('Lead', '<urn1:LastName>Incomplete</urn1:LastName>')}</urn:create>`
  const { body } = await call(both, '<urn:AllOrNoneHeader><urn:allOrNone>true</urn:allOrNone></urn:AllOrNoneHeader>')
  assert.deepEqual(textsOf(body, 'success'), ['false', 'false'])
  assert.deepEqual(textsOf(body, 'statusCode'), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'])
  assert.equal(textOf(await query("SELECT COUNT() FROM Account WHERE Name = 'Undone Inc'"), 'size'), '0')
  const partly = await call(both)
  assert.deepEqual(textsOf(partly.body, 'success'), ['true', 'false'])
})

test('a duplicate is refused when the header says so, with the record it looks like', async () => {
  const one = lead('Oddny', '<urn1:FirstName>Oddny</urn1:FirstName><urn1:Email>oddny@oddny.example</urn1:Email>')
  const [id] = await made(one)
  const { body } = await call(
    `<urn:create>${one}</urn:create>`,
    '<urn:DuplicateRuleHeader><urn:allowSave>false</urn:allowSave></urn:DuplicateRuleHeader>',
  )
  assert.match(body, /<errors xsi:type="DuplicateError">/)
  assert.equal(textOf(body, 'statusCode'), 'DUPLICATES_DETECTED')
  assert.match(body, new RegExp(`<sf:Id>${id}</sf:Id>`))
})

test('text too long is cut only for who asks for it', async () => {
  const long = lead('Cut', `<urn1:FirstName>${'x'.repeat(60)}</urn1:FirstName>`)
  const refused = await call(`<urn:create>${long}</urn:create>`)
  assert.equal(textOf(refused.body, 'statusCode'), 'STRING_TOO_LONG')
  const header =
    '<urn:AllowFieldTruncationHeader><urn:allowFieldTruncation>true</urn:allowFieldTruncation></urn:AllowFieldTruncationHeader>'
  const { body } = await call(`<urn:create>${long}</urn:create>`, header)
  const [id] = textsOf(body, 'id')
  assert.match(await query(`SELECT FirstName FROM Lead WHERE Id = '${id}'`), /<sf:FirstName>x{40}</)
})

test('the enterprise form names the object in xsi:type, and answers in its own namespaces', async () => {
  const body = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header>${sessionHeader(session).replaceAll('urn:', '')}</soapenv:Header><soapenv:Body><create><sObjects xsi:type="ens:Account"><Name>Enterprise AS</Name><Type>Customer</Type></sObjects></create></soapenv:Body></soapenv:Envelope>`
  const at = `/services/Soap/c/60.0/${session.slice(0, 15)}`
  const created = await post(body, {}, at)
  assert.match(created.body, /xmlns="urn:enterprise.soap.sforce.com"/)
  const [id] = textsOf(created.body, 'id')
  const found = await post(
    envelope(
      `<urn:query><queryString>SELECT Id, Name FROM Account WHERE Id = '${id}'</queryString></urn:query>`,
      sessionHeader(session),
    ),
    {},
    at,
  )
  assert.match(
    found.body,
    new RegExp(`<records xsi:type="sf:Account"><sf:Id>${id}</sf:Id><sf:Name>Enterprise AS</sf:Name></records>`),
  )
})

test('a lead that is not vetted is converted over the API by who may, and refused with our sentence to others', async () => {
  const leads = await made(lead('Unvetted'), lead('Unvetted two'))
  const agreement = await server.call('GET', '/api/agreement', { headers: { authorization: `Bearer ${session}` } })
  assert.ok(agreement.statusCode === 200 || agreement.statusCode === 404)
  const converted = await call(
    `<urn:convertLead><urn:leadConverts><urn:convertedStatus>Closed - Converted</urn:convertedStatus><urn:doNotCreateOpportunity>false</urn:doNotCreateOpportunity><urn:leadId>${leads[0]}</urn:leadId><urn:overwriteLeadSource>false</urn:overwriteLeadSource><urn:sendNotificationEmail>false</urn:sendNotificationEmail></urn:leadConverts></urn:convertLead>`,
  )
  assert.equal(textOf(converted.body, 'success'), 'true', converted.body)
  const { authorization } = await server.as('vetter')
  const theirs = await post(
    envelope(
      `<urn:convertLead><urn:leadConverts><urn:leadId>${leads[1]}</urn:leadId></urn:leadConverts></urn:convertLead>`,
      sessionHeader(authorization.replace('Bearer ', '')),
    ),
  )
  assert.equal(theirs.statusCode, 200, theirs.body)
})

test('a query goes on page by page, for who asked it and nobody else', async () => {
  for (let batch = 0; batch < 3; batch++)
    await made(
      ...Array.from({ length: 150 }, (_, at) => record('Account', `<urn1:Name>Paged ${batch} ${at}</urn1:Name>`)),
    )
  const batchSize = '<urn:QueryOptions><urn:batchSize>200</urn:batchSize></urn:QueryOptions>'
  const first = await query("SELECT Id, Name FROM Account WHERE Name LIKE 'Paged%' ORDER BY Name", batchSize)
  assert.equal(textOf(first, 'done'), 'false')
  assert.equal(textOf(first, 'size'), '450')
  const more = (locator: string) => `<urn:queryMore><urn:queryLocator>${locator}</urn:queryLocator></urn:queryMore>`
  const pages = [first]
  while (textOf(pages.at(-1) ?? '', 'done') === 'false')
    pages.push((await call(more(textOf(pages.at(-1) ?? '', 'queryLocator')))).body)
  const names = pages.flatMap((page) => textsOf(page, 'Name'))
  assert.equal(new Set(names).size, 450)
  assert.equal(names.length, 450)
  const { authorization } = await server.as('manager')
  const stolen = await post(
    envelope(more(textOf(first, 'queryLocator')), sessionHeader(authorization.replace('Bearer ', ''))),
  )
  assert.equal(textOf(stolen.body, 'faultcode'), 'sf:INVALID_QUERY_LOCATOR')
  assert.match(stolen.body, /<sf:InvalidQueryLocatorFault xsi:type="sf:InvalidQueryLocatorFault">/)
})

test('what changed and what was deleted in a span of time is told', async () => {
  const [kept, gone] = await made(
    record('Account', '<urn1:Name>Kept</urn1:Name>'),
    record('Account', '<urn1:Name>Gone</urn1:Name>'),
  )
  await call(`<urn:delete><ids>${gone}</ids></urn:delete>`)
  const moment = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const span = `<sObjectType>Account</sObjectType><startDate>${moment(-1)}</startDate><endDate>${moment(1)}</endDate>`
  const updated = await call(`<urn:getUpdated>${span}</urn:getUpdated>`)
  assert.ok(textsOf(updated.body, 'ids').includes(kept ?? ''))
  assert.equal(textsOf(updated.body, 'ids').includes(gone ?? ''), false)
  const deleted = await call(`<urn:getDeleted>${span}</urn:getDeleted>`)
  assert.deepEqual(textsOf(deleted.body, 'id'), [gone])
  const backwards = await call(
    `<urn:getUpdated><sObjectType>Account</sObjectType><startDate>${moment(1)}</startDate><endDate>${moment(-1)}</endDate></urn:getUpdated>`,
  )
  assert.equal(textOf(backwards.body, 'faultcode'), 'sf:INVALID_REPLICATION_DATE')
})

test('retrieve answers in the order of the ids, and null for what is not there', async () => {
  const [one, two] = await made(
    record('Account', '<urn1:Name>First</urn1:Name>'),
    record('Account', '<urn1:Name>Second</urn1:Name>'),
  )
  const { body } = await call(
    `<urn:retrieve><fieldList>Id, Name, BillingAddress</fieldList><sObjectType>account</sObjectType><ids>${two}</ids><ids>001000000000zzz</ids><ids>${one}</ids></urn:retrieve>`,
  )
  assert.match(
    body,
    /<result xsi:type="sf:sObject">.*Second.*<result xsi:nil="true"\/><result xsi:type="sf:sObject">.*First/,
  )
  const odd = await call(
    `<urn:retrieve><fieldList>Id FROM User WHERE Id != null</fieldList><sObjectType>Account</sObjectType><ids>${one}</ids></urn:retrieve>`,
  )
  assert.equal(textOf(odd.body, 'faultcode'), 'sf:INVALID_FIELD')
})

test('children and addresses come as records inside the record', async () => {
  const [account] = await made(
    record(
      'Account',
      '<urn1:Name>Parent</urn1:Name><urn1:BillingCity>Bergen</urn1:BillingCity><urn1:BillingCountry>Norway</urn1:BillingCountry>',
    ),
  )
  await made(record('Contact', `<urn1:LastName>Child</urn1:LastName><urn1:AccountId>${account}</urn1:AccountId>`))
  const body = await query(
    `SELECT BillingAddress, (SELECT LastName FROM Contacts), (SELECT Id FROM Opportunities) FROM Account WHERE Id = '${account}'`,
  )
  assert.match(body, /<sf:BillingAddress xsi:type="address">.*<city>Bergen<\/city><country>Norway<\/country>/)
  assert.match(
    body,
    /<sf:Contacts xsi:type="QueryResult"><done>true<\/done><queryLocator xsi:nil="true"\/><records xsi:type="sf:sObject"><sf:type>Contact<\/sf:type><sf:Id xsi:nil="true"\/><sf:LastName>Child<\/sf:LastName><\/records><size>1<\/size><\/sf:Contacts>/,
  )
  assert.match(body, /<sf:Opportunities xsi:nil="true"\/>/)
})

test('a client of an older version is told nothing it does not know, and one of a newer all it waits for', async () => {
  const describe = envelope(
    '<urn:describeSObject><sObjectType>Lead</sObjectType></urn:describeSObject>',
    sessionHeader(session),
  )
  const [older, newer] = await Promise.all(
    ['39.0', '60.0'].map(async (version) => (await post(describe, {}, `/services/Soap/u/${version}`)).body),
  )
  assert.equal(/<deepCloneable>|<aiPredictionField>/.test(older ?? ''), false)
  assert.match(newer ?? '', /<deepCloneable>false<\/deepCloneable><deletable>/)
  assert.match(newer ?? '', /<fields><aggregatable>\w+<\/aggregatable><aiPredictionField>false<\/aiPredictionField>/)
})

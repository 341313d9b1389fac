import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  aSoapServer,
  envelope,
  leadRecord,
  record,
  sessionHeader,
  textOf,
  textsOf,
  type SoapServer,
} from '../../../../test/support/soap.ts'

let soap: SoapServer

before(async () => {
  soap = await aSoapServer()
})
after(() => soap.close())

test('values come and go in the form of their types, and nulls as xsi:nil', async () => {
  const [id] = await soap.make(
    leadRecord(
      'Typed',
      '<urn1:AnnualRevenue>1234.5</urn1:AnnualRevenue><urn1:NumberOfEmployees>7</urn1:NumberOfEmployees><urn1:HasOptedOutOfEmail>1</urn1:HasOptedOutOfEmail><urn1:Phone/><urn1:City xsi:nil="true"/>',
    ),
  )
  const body = await soap.query(
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
  await soap.make(leadRecord('Counted'))
  const groups = await soap.query(
    "SELECT Company, COUNT(Id) n FROM Lead WHERE Company = 'Counted Ltd' GROUP BY Company",
  )
  assert.match(groups, /<sf:type>AggregateResult<\/sf:type><sf:Id xsi:nil="true"\/>/)
  assert.match(groups, /<sf:n xsi:type="xsd:int">1<\/sf:n>/)
  const count = await soap.query("SELECT COUNT() FROM Lead WHERE Company = 'Counted Ltd'")
  assert.equal(textOf(count, 'size'), '1')
  assert.equal(count.includes('<records'), false)
})

test('all or none undoes the records of every object in the call', async () => {
  const both = `<urn:create>${record('Account', '<urn1:Name>Undone Inc</urn1:Name>')}${record('Lead', '<urn1:LastName>Incomplete</urn1:LastName>')}</urn:create>`
  const { body } = await soap.send(
    both,
    '<urn:AllOrNoneHeader><urn:allOrNone>true</urn:allOrNone></urn:AllOrNoneHeader>',
  )
  assert.deepEqual(textsOf(body, 'success'), ['false', 'false'])
  assert.deepEqual(textsOf(body, 'statusCode'), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'])
  assert.equal(textOf(await soap.query("SELECT COUNT() FROM Account WHERE Name = 'Undone Inc'"), 'size'), '0')
  const partly = await soap.send(both)
  assert.deepEqual(textsOf(partly.body, 'success'), ['true', 'false'])
})

test('a duplicate is refused when the header says so, with the record it looks like', async () => {
  const one = leadRecord('Oddny', '<urn1:FirstName>Oddny</urn1:FirstName><urn1:Email>oddny@oddny.example</urn1:Email>')
  const [id] = await soap.make(one)
  const { body } = await soap.send(
    `<urn:create>${one}</urn:create>`,
    '<urn:DuplicateRuleHeader><urn:allowSave>false</urn:allowSave></urn:DuplicateRuleHeader>',
  )
  assert.match(body, /<errors xsi:type="DuplicateError">/)
  assert.equal(textOf(body, 'statusCode'), 'DUPLICATES_DETECTED')
  assert.match(body, new RegExp(`<sf:Id>${id}</sf:Id>`))
})

test('text too long is cut only for who asks for it', async () => {
  const long = leadRecord('Cut', `<urn1:FirstName>${'x'.repeat(60)}</urn1:FirstName>`)
  const refused = await soap.send(`<urn:create>${long}</urn:create>`)
  assert.equal(textOf(refused.body, 'statusCode'), 'STRING_TOO_LONG')
  const header =
    '<urn:AllowFieldTruncationHeader><urn:allowFieldTruncation>true</urn:allowFieldTruncation></urn:AllowFieldTruncationHeader>'
  const { body } = await soap.send(`<urn:create>${long}</urn:create>`, header)
  const [id] = textsOf(body, 'id')
  assert.match(await soap.query(`SELECT FirstName FROM Lead WHERE Id = '${id}'`), /<sf:FirstName>x{40}</)
})

test('a query goes on page by page, for who asked it and nobody else', async () => {
  for (let batch = 0; batch < 3; batch++)
    await soap.make(
      ...Array.from({ length: 150 }, (_, at) => record('Account', `<urn1:Name>Paged ${batch} ${at}</urn1:Name>`)),
    )
  const batchSize = '<urn:QueryOptions><urn:batchSize>200</urn:batchSize></urn:QueryOptions>'
  const first = await soap.query("SELECT Id, Name FROM Account WHERE Name LIKE 'Paged%' ORDER BY Name", batchSize)
  assert.equal(textOf(first, 'done'), 'false')
  assert.equal(textOf(first, 'size'), '450')
  const more = (locator: string) => `<urn:queryMore><urn:queryLocator>${locator}</urn:queryLocator></urn:queryMore>`
  const pages = [first]
  while (textOf(pages.at(-1) ?? '', 'done') === 'false')
    pages.push((await soap.send(more(textOf(pages.at(-1) ?? '', 'queryLocator')))).body)
  const names = pages.flatMap((page) => textsOf(page, 'Name'))
  assert.equal(new Set(names).size, 450)
  assert.equal(names.length, 450)
  const { authorization } = await soap.as('manager')
  const stolen = await soap.post(
    envelope(more(textOf(first, 'queryLocator')), sessionHeader(authorization.replace('Bearer ', ''))),
  )
  assert.equal(textOf(stolen.body, 'faultcode'), 'sf:INVALID_QUERY_LOCATOR')
  assert.match(stolen.body, /<sf:InvalidQueryLocatorFault xsi:type="sf:InvalidQueryLocatorFault">/)
})

test('what changed and what was deleted in a span of time is told', async () => {
  const [kept, gone] = await soap.make(
    record('Account', '<urn1:Name>Kept</urn1:Name>'),
    record('Account', '<urn1:Name>Gone</urn1:Name>'),
  )
  await soap.send(`<urn:delete><ids>${gone}</ids></urn:delete>`)
  const moment = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const span = `<sObjectType>Account</sObjectType><startDate>${moment(-1)}</startDate><endDate>${moment(1)}</endDate>`
  const updated = await soap.send(`<urn:getUpdated>${span}</urn:getUpdated>`)
  assert.ok(textsOf(updated.body, 'ids').includes(kept ?? ''))
  assert.equal(textsOf(updated.body, 'ids').includes(gone ?? ''), false)
  const deleted = await soap.send(`<urn:getDeleted>${span}</urn:getDeleted>`)
  assert.deepEqual(textsOf(deleted.body, 'id'), [gone])
  const backwards = await soap.send(
    `<urn:getUpdated><sObjectType>Account</sObjectType><startDate>${moment(1)}</startDate><endDate>${moment(-1)}</endDate></urn:getUpdated>`,
  )
  assert.equal(textOf(backwards.body, 'faultcode'), 'sf:INVALID_REPLICATION_DATE')
})

test('retrieve answers in the order of the ids, and null for what is not there', async () => {
  const [one, two] = await soap.make(
    record('Account', '<urn1:Name>First</urn1:Name>'),
    record('Account', '<urn1:Name>Second</urn1:Name>'),
  )
  const { body } = await soap.send(
    `<urn:retrieve><fieldList>Id, Name, BillingAddress</fieldList><sObjectType>account</sObjectType><ids>${two}</ids><ids>001000000000zzz</ids><ids>${one}</ids></urn:retrieve>`,
  )
  assert.match(
    body,
    /<result xsi:type="sf:sObject">.*Second.*<result xsi:nil="true"\/><result xsi:type="sf:sObject">.*First/,
  )
  const odd = await soap.send(
    `<urn:retrieve><fieldList>Id FROM User WHERE Id != null</fieldList><sObjectType>Account</sObjectType><ids>${one}</ids></urn:retrieve>`,
  )
  assert.equal(textOf(odd.body, 'faultcode'), 'sf:INVALID_FIELD')
})

test('retrieve takes two thousand ids in one call', async () => {
  const [id] = await soap.make(record('Account', '<urn1:Name>Last of many</urn1:Name>'))
  const others = Array.from({ length: 1999 }, (_, at) => `<ids>001000000${String(at).padStart(6, 'z')}</ids>`)
  const { body } = await soap.send(
    `<urn:retrieve><fieldList>Name</fieldList><sObjectType>Account</sObjectType>${others.join('')}<ids>${id}</ids></urn:retrieve>`,
  )
  assert.equal(body.match(/<result xsi:nil="true"\/>/g)?.length, 1999)
  assert.match(body, /Last of many/)
})

test('children and addresses come as records inside the record', async () => {
  const [account] = await soap.make(
    record(
      'Account',
      '<urn1:Name>Parent</urn1:Name><urn1:BillingCity>Bergen</urn1:BillingCity><urn1:BillingCountry>Norway</urn1:BillingCountry>',
    ),
  )
  await soap.make(record('Contact', `<urn1:LastName>Child</urn1:LastName><urn1:AccountId>${account}</urn1:AccountId>`))
  const body = await soap.query(
    `SELECT BillingAddress, (SELECT LastName FROM Contacts), (SELECT Id FROM Opportunities) FROM Account WHERE Id = '${account}'`,
  )
  assert.match(body, /<sf:BillingAddress xsi:type="address">.*<city>Bergen<\/city><country>Norway<\/country>/)
  assert.match(
    body,
    /<sf:Contacts xsi:type="QueryResult"><done>true<\/done><queryLocator xsi:nil="true"\/><records xsi:type="sf:sObject"><sf:type>Contact<\/sf:type><sf:Id xsi:nil="true"\/><sf:LastName>Child<\/sf:LastName><\/records><size>1<\/size><\/sf:Contacts>/,
  )
  assert.match(body, /<sf:Opportunities xsi:nil="true"\/>/)
})

test('a record that is to be made has no id: who names one does not mean a new one', async () => {
  const [id] = await soap.make(record('Account', '<urn1:Name>Named</urn1:Name>'))
  const again = record('Account', `<urn1:Id>${id}</urn1:Id><urn1:Name>Named again</urn1:Name>`)
  const { body } = await soap.send(
    `<urn:create>${again}${record('Account', '<urn1:Name>New</urn1:Name>')}</urn:create>`,
  )
  assert.deepEqual(textsOf(body, 'success'), ['false', 'true'])
  assert.equal(textOf(body, 'message'), 'cannot specify Id in an insert call')
})

test('a record points to another by a field that names it', async () => {
  const [account] = await soap.make(record('Account', '<urn1:Name>Found by name</urn1:Name>'))
  const child = (name: string) =>
    record(
      'Contact',
      `<urn1:LastName>Pointing</urn1:LastName><urn1:Account><urn1:type>Account</urn1:type><urn1:Name>${name}</urn1:Name></urn1:Account>`,
    )
  const { body } = await soap.send(`<urn:create>${child('Found by name')}${child('Nobody is called so')}</urn:create>`)
  assert.deepEqual(textsOf(body, 'success'), ['true', 'false'])
  const found = await soap.query(`SELECT AccountId FROM Contact WHERE Id = '${textOf(body, 'id')}'`)
  assert.equal(textOf(found, 'AccountId'), account)
})

test('an address with a slash too many, or with the org behind it, is the same address', async () => {
  const call = envelope('<urn:getServerTimestamp/>', sessionHeader(soap.session))
  for (const url of [
    '/services/Soap/u/60.0/',
    '//services/Soap/u/60.0',
    '/services/Soap/u/60.0/00D000000000001',
    '/services/Soap/u/60',
  ])
    assert.equal((await soap.post(call, {}, url)).statusCode, 200, url)
})

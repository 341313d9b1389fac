import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ADMINISTRATOR } from '../../../../test/support/server.ts'
import {
  aSoapServer,
  envelope,
  leadRecord,
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
  const right = await soap.post(body, { soapaction: 'login', charset: 'UTF-8' })
  assert.equal(right.statusCode, 200)
  assert.match(right.headers['content-type'] ?? '', /^text\/xml/)
  assert.match(right.body, /<sessionId>00D\w{12,15}![.\w]+<\/sessionId>/)
  assert.equal(new URL(textOf(right.body, 'serverUrl')).host, 'assay.test')
  const wrong = await soap.post(body.replace(ADMINISTRATOR.password, 'wrong'), { soapaction: 'login' })
  assert.equal(wrong.statusCode, 500)
  assert.match(wrong.body, /<sf:exceptionCode>INVALID_LOGIN<\/sf:exceptionCode>/)
  assert.match(
    wrong.body,
    /<sf:exceptionMessage>Invalid username, password, security token; or user locked out.<\/sf:exceptionMessage>/,
  )
})

test('an answer is what clients read with a pattern: prefixed envelope and body, unprefixed result', async () => {
  const { body } = await soap.send('<urn:getServerTimestamp/>')
  assert.match(
    body,
    /^<\?xml version="1.0" encoding="UTF-8"\?><soapenv:Envelope [^>]+>.*<soapenv:Body><getServerTimestampResponse><result><timestamp>[\d-]+T[\d:.]+Z<\/timestamp><\/result>/,
  )
})

test('who sends Apex is told that there is none, as clients of it read it', async () => {
  const header = `<a:SessionHeader xmlns:a="http://soap.sforce.com/2006/08/apex"><a:sessionId>${soap.session}</a:sessionId></a:SessionHeader>`
  const sent = (call: string, session = header) => soap.post(envelope(call, session), {}, '/services/Soap/s/60.0')
  const run = await sent('<executeAnonymous><String>System.debug(1);</String></executeAnonymous>')
  assert.equal(run.statusCode, 200)
  assert.equal(textOf(run.body, 'compiled'), 'false')
  assert.match(textOf(run.body, 'compileProblem'), /^Assay runs no Apex\. /)
  const compile = await sent('<compileClasses><scripts>class A {}</scripts></compileClasses>')
  assert.equal(compile.statusCode, 500)
  assert.equal(textOf(compile.body, 'sf:exceptionCode'), 'FUNCTIONALITY_NOT_ENABLED')
  const stranger = await sent('<executeAnonymous/>', '')
  assert.match(stranger.body, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/)
})

test('any prefix is taken, and none; so is a call packed by gzip and one in another encoding', async () => {
  const bare = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Header><SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>${soap.session}</sessionId></SessionHeader></Header><Body><getUserInfo xmlns="urn:partner.soap.sforce.com"/></Body></Envelope>`
  assert.equal((await soap.post(bare)).statusCode, 200)
  const packed = await soap.post(gzipSync(bare), {
    'content-encoding': 'gzip',
    'content-type': 'text/xml; charset=UTF-8',
  })
  assert.equal(packed.statusCode, 200, packed.body)
  const utf16 = await soap.post(Buffer.from(`\uFEFF${bare}`, 'utf16le'))
  assert.equal(utf16.statusCode, 200, utf16.body)
  const latin = envelope(`<urn:create>${leadRecord('Müller')}</urn:create>`, sessionHeader(soap.session))
  const written = await soap.post(Buffer.from(latin.replace('utf-8', 'ISO-8859-1'), 'latin1'))
  const [id] = textsOf(written.body, 'id')
  assert.match(await soap.query(`SELECT LastName FROM Lead WHERE Id = '${id}'`), /<sf:LastName>Müller</)
})

test('what is missing, wrong or over says so in a fault with the code clients look for', async () => {
  const faultOf = async (payload: string, url?: string) => {
    const answer = await soap.post(payload, {}, url)
    assert.equal(answer.statusCode, 500)
    return [textOf(answer.body, 'faultcode'), textOf(answer.body, 'exceptionCode')]
  }
  const inside = (xml: string) => envelope(xml, sessionHeader(soap.session))
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

test('the enterprise form names the object in xsi:type, and answers in its own namespaces', async () => {
  const body = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header>${sessionHeader(soap.session).replaceAll('urn:', '')}</soapenv:Header><soapenv:Body><create><sObjects xsi:type="ens:Account"><Name>Enterprise AS</Name><Type>Customer</Type></sObjects></create></soapenv:Body></soapenv:Envelope>`
  const at = `/services/Soap/c/60.0/${soap.session.slice(0, 15)}`
  const created = await soap.post(body, {}, at)
  assert.match(created.body, /xmlns="urn:enterprise.soap.sforce.com"/)
  const [id] = textsOf(created.body, 'id')
  const found = await soap.post(
    envelope(
      `<urn:query><queryString>SELECT Id, Name FROM Account WHERE Id = '${id}'</queryString></urn:query>`,
      sessionHeader(soap.session),
    ),
    {},
    at,
  )
  assert.match(
    found.body,
    new RegExp(`<records xsi:type="sf:Account"><sf:Id>${id}</sf:Id><sf:Name>Enterprise AS</sf:Name></records>`),
  )
})

test('a client of an older version is told nothing it does not know, and one of a newer all it waits for', async () => {
  const describe = envelope(
    '<urn:describeSObject><sObjectType>Lead</sObjectType></urn:describeSObject>',
    sessionHeader(soap.session),
  )
  const [older, newer] = await Promise.all(
    ['39.0', '60.0'].map(async (version) => (await soap.post(describe, {}, `/services/Soap/u/${version}`)).body),
  )
  assert.equal(/<deepCloneable>|<aiPredictionField>/.test(older ?? ''), false)
  assert.match(newer ?? '', /<deepCloneable>false<\/deepCloneable><deletable>/)
  assert.match(newer ?? '', /<fields><aggregatable>\w+<\/aggregatable><aiPredictionField>false<\/aiPredictionField>/)
})

test('one ends sessions of one’s own, and nobody else’s', async () => {
  const login = `<login><username>${ADMINISTRATOR.email}</username><password>${ADMINISTRATOR.password}</password></login>`
  const own = textOf((await soap.post(envelope(login))).body, 'sessionId')
  const { authorization } = await soap.as('sales')
  const theirs = authorization.replace('Bearer ', '')
  const { body } = await soap.send(
    `<invalidateSessions><sessionIds>${own}</sessionIds><sessionIds>${theirs}</sessionIds><sessionIds>nonsense</sessionIds></invalidateSessions>`,
  )
  assert.deepEqual(textsOf(body, 'success'), ['true', 'false', 'false'])
  assert.match((await soap.post(envelope('<getUserInfo/>', sessionHeader(own)))).body, /INVALID_SESSION_ID/)
  assert.equal((await soap.post(envelope('<getUserInfo/>', sessionHeader(theirs)))).statusCode, 200)
})

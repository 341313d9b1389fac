import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

describe('the wire', () => {
  test('has every version from 30 to 66, the last one last, and a limit in every answer', async () => {
    const list = (await client.server.call('GET', '//services/data/')).json()
    assert.deepEqual(list[0], { label: "Spring '14", url: '/services/data/v30.0', version: '30.0' })
    assert.equal(list.at(-1).version, '66.0')
    assert.equal((await client.server.call('GET', '/services/data/v29.0/', { headers: client.admin })).statusCode, 404)
    const home = await client.server.call('GET', '/services/data/v66.0/', { headers: client.admin })
    assert.equal(home.json().sobjects, '/services/data/v66.0/sobjects')
    assert.match(String(home.headers['sforce-limit-info']), /^api-usage=\d+\/\d+$/)
  })

  test('answers at every address it names', async () => {
    const home = (await client.get('')).json<Record<string, string>>()
    for (const [name, address] of Object.entries(home)) {
      const { statusCode } = await client.server.call('GET', address, { headers: client.admin })
      assert.ok([200, 400].includes(statusCode), `${name}: ${statusCode}`)
    }
    assert.equal((await client.get('/composite')).json().graph, at('/composite/graph'))
  })

  test('lets nobody in without a token, and takes no cookie for one', async () => {
    const nobody = await client.server.call('GET', at('/sobjects/Account/001000000000zzzAAA'))
    assert.equal(nobody.statusCode, 401)
    assert.deepEqual(nobody.json(), [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }])
    const token = client.admin.authorization.replace('Bearer ', '')
    const bySession = await client.server.call('GET', at('/'), { headers: { 'x-sfdc-session': token } })
    assert.equal(bySession.statusCode, 200)
    const byCookie = await client.server.call('GET', at('/'), { cookies: { assay_session: token } })
    assert.equal(byCookie.statusCode, 401)
  })

  test('says which verbs an address has', async () => {
    const wrong = await client.send('POST', `/sobjects/Account/${await client.anAccount()}`, {})
    assert.equal(wrong.statusCode, 405)
    assert.match(String(wrong.headers.allow), /PATCH/)
    assert.equal(wrong.json()[0].errorCode, 'METHOD_NOT_ALLOWED')
    assert.equal((await client.get('/nonsense')).json()[0].errorCode, 'NOT_FOUND')
    const meant = await client.send('POST', `/sobjects/Account/${await client.anAccount()}?_HttpMethod=PATCH`, {
      Name: 'Meant',
    })
    assert.equal(meant.statusCode, 204)
  })

  test('refuses bodies that are not what they say, and says where', async () => {
    const refused = async (body: string, type = 'application/json') => {
      const answer = await client.send('POST', '/sobjects/Account', body, { 'content-type': type })
      return [answer.statusCode, answer.json()[0].errorCode, answer.json()[0].message]
    }
    assert.deepEqual(await refused('{"Name": "A",\n x'), [
      400,
      'JSON_PARSER_ERROR',
      "Unexpected character ('x' (code 120)) at [line:2, column:2]",
    ])
    assert.deepEqual(await refused('{"Name": "A", "Name": "B"}'), [400, 'JSON_PARSER_ERROR', "Duplicate field 'Name'"])
    assert.deepEqual((await refused('{"Name": "A", "name": "B"}'))[1], 'INVALID_FIELD')
    assert.equal((await refused(`${'['.repeat(100)}${']'.repeat(100)}`))[1], 'JSON_PARSER_ERROR')
    assert.equal((await refused('{"Name": {"a": 1}}'))[1], 'JSON_PARSER_ERROR')
    assert.equal((await refused('[]'))[0], 400)
    assert.equal((await refused('<Account><Name>A</Account>', 'application/xml'))[1], 'XML_PARSER_ERROR')
    const composite = await client.send('POST', '/composite', '<composite/>', { 'content-type': 'application/xml' })
    assert.deepEqual([composite.statusCode, composite.json()[0].errorCode], [415, 'UNSUPPORTED_MEDIA_TYPE'])
    assert.equal((await refused(JSON.stringify({ Name: 'x'.repeat(11 * 1024 * 1024) })))[0], 413)
  })

  test('takes and sends packed bodies, and does not swell with a small one', async () => {
    const sendPacked = (payload: Buffer) =>
      client.server.app.inject({
        method: 'POST',
        url: at('/sobjects/Account'),
        headers: { ...client.admin, 'content-type': 'application/json', 'content-encoding': 'gzip' },
        payload,
      })
    const packed = await sendPacked(gzipSync(JSON.stringify({ Name: 'Packed' })))
    assert.equal(packed.statusCode, 201)
    const bomb = await sendPacked(gzipSync(JSON.stringify({ Name: 'x'.repeat(50 * 1024 * 1024) })))
    assert.equal(bomb.statusCode, 413)
    assert.equal(bomb.json()[0].errorCode, 'EXCEEDED_MAX_SIZE_REQUEST')
  })

  test('answers HEAD as GET, without a body', async () => {
    const url = at(`/sobjects/Account/${await client.anAccount()}`)
    const head = await client.server.app.inject({ method: 'HEAD', url, headers: client.admin })
    assert.deepEqual([head.statusCode, head.body], [200, ''])
    assert.match(String(head.headers.etag), /^"\d+"$/)
  })

  test('takes a record as XML, and gives it back by what stands behind the dot', async () => {
    const xml = { 'content-type': 'application/xml; charset=UTF-8', accept: 'application/xml' }
    const body =
      '<?xml version="1.0"?><Account><Name>Ål &amp; Søn</Name><NumberOfEmployees>7</NumberOfEmployees></Account>'
    const made = await client.send('POST', '/sobjects/Account', body, xml)
    assert.equal(made.statusCode, 201, made.body)
    const [, id = ''] = /<Result[^>]*><id>(\w+)<\/id><success>true<\/success><\/Result>/.exec(made.body) ?? []
    const emptied =
      '<Account xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Name>Ål</Name><NumberOfEmployees xsi:nil="true"/></Account>'
    assert.equal((await client.send('PATCH', `/sobjects/Account/${id}`, emptied, xml)).statusCode, 204)
    const read = await client.get(`/sobjects/Account/${id}.json?fields=Name,NumberOfEmployees`, xml)
    assert.deepEqual([read.json().Name, read.json().NumberOfEmployees], ['Ål', null])
  })

  test('names the outermost element by what it answers', async () => {
    const rootOf = async (path: string) => /\?><(\w+)[ >]/.exec((await client.get(path)).body)?.[1]
    assert.equal(await rootOf('.xml'), 'urls')
    assert.equal(await rootOf('/sobjects.xml'), 'DescribeGlobal')
    assert.equal(await rootOf('/sobjects/account.xml'), 'Account')
    assert.equal(await rootOf('/sobjects/account/describe.xml'), 'Account')
    assert.equal(await rootOf('/limits.xml'), 'LimitsSnapshot')
    assert.equal(await rootOf('/query.xml?q=SELECT+Id+FROM+Account'), 'QueryResult')
    assert.equal(await rootOf('/search.xml?q=FIND+%7Bnothing%7D'), 'SearchResults')
  })

  test('answers in XML who asks for nothing else', async () => {
    const id = await client.anAccount({ Description: '5 < 6 & "so"' })
    const xml = await client.get(`/sobjects/Account/${id}?fields=Description,Industry`, { accept: 'application/xml' })
    assert.match(String(xml.headers['content-type']), /^application\/xml/)
    assert.ok(xml.body.includes('<Description>5 &lt; 6 &amp; &quot;so&quot;</Description>'), xml.body)
    assert.ok(xml.body.includes('<Industry xsi:nil="true"/>'))
    const error = await client.get('/sobjects/Account/nonsense', { accept: 'application/xml' })
    assert.match(
      error.body,
      /<Errors[^>]*><Error><message>.*<\/message><errorCode>NOT_FOUND<\/errorCode><\/Error><\/Errors>/,
    )
  })
})

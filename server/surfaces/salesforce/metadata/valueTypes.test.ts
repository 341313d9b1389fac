import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  aSoapServer,
  envelope,
  sessionHeader,
  textOf,
  textsOf,
  type SoapServer,
} from '../../../../test/support/soap.ts'

let server: SoapServer
before(async () => {
  server = await aSoapServer()
})
after(() => server.close())

const described = async (type: string) => {
  const call = `<urn:describeValueType><urn:type>${type}</urn:type></urn:describeValueType>`
  return server.post(envelope(call, sessionHeader(server.session)), {}, '/services/Soap/m/60.0')
}

const METADATA = '{http://soap.sforce.com/2006/04/metadata}'

test('a kind of metadata is described with its parts, down to the last, and with what may be done with it', async () => {
  const { statusCode, body } = await described(`${METADATA}CustomField`)
  assert.equal(statusCode, 200, body)
  for (const may of ['apiCreatable', 'apiDeletable', 'apiReadable', 'apiUpdatable'])
    assert.equal(textOf(body, may), 'true', may)
  const names = textsOf(body, 'name')
  for (const name of ['fullName', 'length', 'valueSet', 'valueSetDefinition', 'isActive'])
    assert.ok(names.includes(name), name)
  const [length] =
    /<valueTypeFields>(?:(?!<\/valueTypeFields>).)*<name>length<\/name>.*?<\/valueTypeFields>/.exec(body) ?? []
  assert.match(length ?? '', /<soapType>int<\/soapType>/)
})

test('code is described, and cannot be kept; a kind nobody knows is refused', async () => {
  const { body } = await described(`${METADATA}ApexClass`)
  assert.equal(textOf(body, 'apiCreatable'), 'false')
  assert.ok(textsOf(body, 'name').includes('content'))
  const unknown = await described(`${METADATA}Hologram`)
  assert.equal(unknown.statusCode, 500)
  assert.match(unknown.body, /<faultcode>sf:INVALID_TYPE<\/faultcode>/)
})

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { one, sql } from '../../../platform/sql.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'
import { until } from '../../../../test/support/until.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

type Described = { readonly name: string; readonly type: string }

const fieldOf = async (object: string, name: string) => {
  const { fields } = await client.conn.sobject(object).describe()
  const found = fields.find((field) => field.name === name)
  assert.ok(found, `${object}.${name}`)
  return found
}

describe('describe', () => {
  test('jsforce learns all objects, each with the 27 properties it knows', async () => {
    const { encoding, maxBatchSize, sobjects } = await client.conn.describeGlobal()
    assert.deepEqual([encoding, maxBatchSize], ['UTF-8', 200])
    const names = new Set(sobjects.map(({ name }) => name))
    for (const name of ['Lead', 'LeadHistory', 'Organization', 'Profile', 'Attachment', 'FieldDefinition'])
      assert.ok(names.has(name), name)
    const lead = sobjects.find(({ name }) => name === 'Lead')
    assert.ok(lead)
    assert.equal(Object.keys(lead).length, 27)
    assert.equal(lead.keyPrefix, '00Q')
    assert.ok(
      lead.createable && lead.updateable && lead.deletable && lead.undeletable && lead.mergeable && lead.searchable,
    )
    const history = sobjects.find(({ name }) => name === 'LeadHistory')
    assert.ok(history?.queryable && !history.createable && !history.updateable && !history.deletable)
  })

  test('jsforce learns of a lead which fields it has, and what each may be', async () => {
    const lead = await client.conn.sobject('lead').describe()
    assert.equal(lead.name, 'Lead')
    const byName = new Map(lead.fields.map((field) => [field.name, field]))
    assert.equal(lead.fields[0]?.name, 'Id')
    const { nillable, createable, length, byteLength, soapType, compoundFieldName } = await fieldOf('Lead', 'LastName')
    assert.deepEqual(
      { nillable, createable, length, byteLength, soapType, compoundFieldName },
      {
        nillable: false,
        createable: true,
        length: 80,
        byteLength: 240,
        soapType: 'xsd:string',
        compoundFieldName: 'Name',
      },
    )
    const status = byName.get('Status')
    assert.ok(status?.defaultedOnCreate && (status.picklistValues?.length ?? 0) > 3)
    assert.deepEqual(byName.get('OwnerId')?.referenceTo, ['User', 'Group'])
    assert.equal(byName.get('OwnerId')?.relationshipName, 'Owner')
    assert.equal(byName.get('Address')?.type, 'address')
    assert.ok(!byName.get('IsConverted')?.createable && !byName.get('ConvertedDate')?.updateable)
    assert.ok(!byName.has('PersonId'))
    const relationships = new Map(lead.childRelationships.map((child) => [child.relationshipName, child.childSObject]))
    assert.equal(relationships.get('Tasks'), 'Task')
    assert.equal(relationships.get('Histories'), 'LeadHistory')
    assert.equal(relationships.get('Attachments'), 'Attachment')
    assert.equal(lead.recordTypeInfos[0]?.master, true)
  })

  test('what a describe calls createable is taken: a meeting by its start and its minutes', async () => {
    assert.ok((await fieldOf('Event', 'DurationInMinutes')).createable)
    const { id } = await client.conn
      .sobject('Event')
      .create({ Subject: 'Demo', ActivityDateTime: '2027-01-05T09:00:00Z', DurationInMinutes: 45 })
    assert.ok(id)
    const event = await client.conn.sobject('Event').retrieve(id)
    assert.equal(event.EndDateTime, '2027-01-05T09:45:00.000+0000')
  })

  test('every field of every object is of a type that is Salesforce’s own, and has every property', async () => {
    const known = new Set(
      'string boolean int double date datetime base64 id reference currency textarea percent phone url email combobox picklist multipicklist anyType location time encryptedstring address'.split(
        ' ',
      ),
    )
    const { sobjects } = await client.conn.describeGlobal()
    const properties = Object.keys(await fieldOf('Lead', 'LastName')).sort()
    for (const { name } of sobjects) {
      const { fields } = await client.conn.describe(name)
      assert.ok(fields.length > 0, name)
      for (const field of fields as readonly Described[]) {
        assert.ok(known.has(field.type), `${name}.${field.name} is of type ${field.type}`)
        assert.deepEqual(Object.keys(field).sort(), properties, `${name}.${field.name}`)
      }
    }
  })
})

const send = (path: string, parts: readonly string[], headers: Record<string, string> = {}) => {
  const payload = [...parts.map((part) => `--b\r\n${part}`), '--b--\r\n'].join('\r\n')
  return client.server.app.inject({
    method: 'POST',
    url: at(path),
    headers: { ...client.admin, 'content-type': 'multipart/form-data; boundary=b', ...headers },
    payload,
  })
}

const entity = (fields: object): string =>
  `Content-Disposition: form-data; name="entity"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(fields)}`

const file = (field: string, name: string, text: string): string =>
  `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n${text}`

describe('files', () => {
  test('an attachment is made from base64, told as an address, and read as it was', async () => {
    const accountId = await client.anAccount()
    const bytes = Buffer.from('a price list, in any bytes: \u0000\u0001')
    const { id } = await client.conn.sobject('Attachment').create({
      ParentId: accountId,
      Name: 'prices.pdf',
      Body: bytes.toString('base64'),
      ContentType: 'application/pdf',
    })
    assert.ok(id)
    const record = await client.conn.sobject('Attachment').retrieve(id)
    assert.equal(record.BodyLength, bytes.length)
    assert.equal(record.Body, at(`/sobjects/Attachment/${id}/Body`))
    const read = await client.get(`/sobjects/Attachment/${id}/Body`)
    assert.deepEqual(read.rawPayload, bytes)
    assert.equal(read.headers['content-type'], 'application/octet-stream')
    assert.equal(read.headers['x-content-type-options'], 'nosniff')
    assert.match(String(read.headers['content-disposition']), /^attachment; filename="prices.pdf"/)
    await client.conn.sobject('Attachment').update({ Id: id, Body: Buffer.from('new').toString('base64') })
    assert.equal((await client.get(`/sobjects/attachment/${id}/Body`)).body, 'new')
    const { records } = await client.conn.query(
      `SELECT Id, Body, BodyLength FROM Attachment WHERE ParentId = '${accountId}'`,
    )
    assert.deepEqual([records[0]?.['Body'], records[0]?.['BodyLength']], [at(`/sobjects/Attachment/${id}/Body`), 3])
  })

  test('a file of more than ten megabytes comes as base64 too, and nothing else is that long', async () => {
    const VersionData = Buffer.alloc(9_000_000, 'assay').toString('base64')
    const { id } = await client.conn.sobject('ContentVersion').create({ PathOnClient: 'long.bin', VersionData })
    const { ContentSize } = await client.conn.sobject('ContentVersion').retrieve(id ?? '')
    assert.equal(ContentSize, 9_000_000)
    const account = await client.send('POST', '/sobjects/Account', { Name: 'x', Description: VersionData })
    assert.equal(account.statusCode, 413)
  })

  test('what is never made or deleted by itself says so where it is described', async () => {
    const told: unknown[] = []
    for (const name of ['Attachment', 'ContentDocument', 'ContentVersion', 'User']) {
      const { createable, deletable } = await client.conn.sobject(name).describe()
      told.push([name, createable, deletable])
    }
    assert.deepEqual(told, [
      ['Attachment', true, true],
      ['ContentDocument', false, true],
      ['ContentVersion', true, false],
      ['User', true, false],
    ])
  })

  test('an attachment of a record that is not there is refused, and what is no base64 too', async () => {
    await assert.rejects(
      client.conn.sobject('Attachment').create({ ParentId: '001000000000zzzAAA', Name: 'x', Body: 'eA==' }),
      {
        errorCode: 'INVALID_CROSS_REFERENCE_KEY',
      },
    )
    const accountId = await client.anAccount()
    const wrong = await client.send('POST', '/sobjects/Attachment', { ParentId: accountId, Name: 'x', Body: '%%%' })
    assert.equal(wrong.statusCode, 400)
    const forged = await client.send('POST', '/sobjects/Attachment', {
      ParentId: accountId,
      Name: 'x',
      Body: { uploadId: 1, size: 1 },
    })
    assert.equal(forged.statusCode, 400)
  })

  test('a version of a file comes by multipart with its link, and a second one is the latest', async () => {
    const accountId = await client.anAccount()
    const made = await send('/sobjects/ContentVersion', [
      entity({ Title: 'Offer', PathOnClient: 'offer.html', FirstPublishLocationId: accountId }),
      file('VersionData', 'offer.html', '<script>alert(1)</script>'),
    ])
    assert.equal(made.statusCode, 201, made.body)
    const { id } = made.json<{ id: string }>()
    const version = await client.conn.sobject('ContentVersion').retrieve(id)
    assert.deepEqual(
      [
        version.Title,
        version.FileExtension,
        version.FileType,
        version.ContentSize,
        version.IsLatest,
        version.VersionNumber,
      ],
      ['Offer', 'html', 'HTML', 25, true, '1'],
    )
    assert.equal((await client.get(`/sobjects/contentversion/${id}/versiondata`)).body, '<script>alert(1)</script>')
    const read = await client.get(`/sobjects/ContentVersion/${id}/VersionData`)
    assert.equal(read.body, '<script>alert(1)</script>')
    assert.equal(read.headers['content-type'], 'application/octet-stream')
    const second = await client.conn
      .sobject('ContentVersion')
      .create({ ContentDocumentId: version.ContentDocumentId, PathOnClient: 'offer.txt', VersionData: 'dHdv' })
    const { records } = await client.conn.query(
      `SELECT Id, LatestPublishedVersionId, LatestPublishedVersion.VersionNumber, (SELECT LinkedEntityId FROM ContentDocumentLinks) FROM ContentDocument WHERE Id = '${version.ContentDocumentId}'`,
    )
    assert.equal(records[0]?.['LatestPublishedVersionId'], second.id)
    assert.equal(records[0]?.['LatestPublishedVersion'].VersionNumber, '2')
    assert.equal(records[0]?.['ContentDocumentLinks'].records[0].LinkedEntityId, accountId)
  })

  test('a multipart upload that breaks off leaves nothing behind', async () => {
    const pieces = () =>
      inTransaction(client.server.db, client.server.org, (tx) =>
        one<{ n: number }>(tx, sql`select count(*) as n from file_piece`),
      )
    const { n: before } = await pieces()
    const head = `--b\r\n${entity({ Name: 'x', ParentId: await client.anAccount() })}\r\n--b\r\n${file('Body', 'x.bin', '')}`
    const sending = request(`${client.conn.instanceUrl}${at('/sobjects/Attachment')}`, {
      method: 'POST',
      headers: { ...client.admin, 'content-type': 'multipart/form-data; boundary=b', 'content-length': 9_000_000 },
    })
    sending.on('error', () => undefined)
    const broken = new Promise<void>((resolve) => void sending.on('close', resolve))
    sending.write(head)
    sending.write(Buffer.alloc(3_000_000, 'x'))
    await until(pieces, ({ n }) => n > before)
    sending.destroy()
    await broken
    await until(pieces, ({ n }) => n === before)
    const whole = await send('/sobjects/Attachment', [
      entity({ Name: 'x', ParentId: await client.anAccount() }),
      file('Body', 'x.bin', 'x'),
    ])
    assert.equal(whole.statusCode, 201)
    assert.equal((await pieces()).n, before + 1)
  })

  test('what is half a multipart body, or none, is refused and leaves nothing', async () => {
    for (const parts of [
      [entity({ Name: 'x' })],
      ['Content-Disposition: form-data; name="entity"\r\n\r\n{"Name":', file('Body', 'x', 'x')],
      [entity({ Name: 'x', ParentId: 'nonsense' }), file('Body', 'x.txt', 'x')],
    ]) {
      const answer = await send('/sobjects/Attachment', parts)
      assert.equal(answer.statusCode, 400, answer.body)
    }
    const broken = await send('/sobjects/Attachment', [], { 'content-type': 'multipart/form-data' })
    assert.equal(broken.statusCode, 400, broken.body)
    const cutOff = await client.server.app.inject({
      method: 'POST',
      url: at('/sobjects/Attachment'),
      headers: { ...client.admin, 'content-type': 'multipart/form-data; boundary=b' },
      payload: `--b\r\n${entity({ Name: 'x' })}\r\n--b\r\n${file('Body', 'x.txt', 'x')}`,
    })
    assert.equal(cutOff.statusCode, 400, cutOff.body)
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../../doors.ts'
import './objects/objects.ts'
import { everyDefinition } from '../../../ground/objects/definition.ts'
import { listRecords } from '../../../ground/objects/list.ts'
import { aCampaign, aContact, aLead, anOpportunity, anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'

test('every field of every object can be read', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await aLead(tx, admin)
    await aContact(tx, admin)
    await anOpportunity(tx, admin)
    await aCampaign(tx, admin)
    assert.ok(everyDefinition().length > 14)
    for (const definition of everyDefinition()) {
      const fields = definition.fields.map(({ name }) => name)
      const { records } = await listRecords(tx, admin, definition, { fields, sort: 'Id' })
      for (const record of records)
        assert.deepEqual(
          fields.filter((name) => record[name] === undefined),
          [],
          definition.name,
        )
    }
  }))

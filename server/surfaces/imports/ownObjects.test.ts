import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anAccount } from '../../../test/support/builders.ts'
import { importRoom, type ImportRoom } from '../../../test/support/importing.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { addCustomField, customFieldDraft } from '../../ground/objects/customFields.ts'
import { addCustomObject, customObjectDraft } from '../../ground/objects/customObjects.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { actOnImport } from './imports.ts'
import { undoImport } from './writing/undo.ts'

let room: ImportRoom
let account: number

before(async () => {
  room = await importRoom()
  account = await room.write(async (tx) => {
    const { admin } = room
    const field = (draft: Record<string, unknown>) =>
      addCustomField(tx, admin, customFieldDraft.parse({ object: 'Pump__c', type: 'string', ...draft }))
    await addCustomObject(tx, admin, customObjectDraft.parse({ label: 'Pump', nameFormat: 'P-{000}' }))
    await field({ label: 'Serial', unique: true, externalId: true })
    await field({ label: 'Owner account', type: 'reference', referenceTo: 'Account' })
    return anAccount(tx, admin, { Name: 'Fjord AB' })
  })
})
after(() => room.drop())

const pumps = () =>
  room.read(async (tx) =>
    (await listRecords(tx, room.admin, await definitionOf(tx, 'Pump__c'), { sort: 'Name' })).records.map(
      ({ Name, Serial__c, Owner_account__c }) => [Name, Serial__c, Owner_account__c],
    ),
  )

test('a file fills an own object, its references found by name, and the import is undone as a whole', async () => {
  const imported = await room.take('pumps.csv', 'Serial,Owner account\nS-1,Fjord AB\nS-2,Fjord AB\ns-1,Fjord AB\n', {
    object: 'Pump__c',
  })
  assert.equal(imported.state, 'done')
  assert.deepEqual([imported.counts.created, imported.counts.refused], [2, 1])
  assert.deepEqual(
    (await pumps()).map(([, serial, owner]) => [serial, owner]),
    [
      ['S-1', account],
      ['S-2', account],
    ],
  )
  await room.write((tx) => actOnImport(tx, room.admin, room.workshop.doors, imported.id, 'undo'))
  await undoImport(room.workshop, room.org, imported.id)
  assert.deepEqual(await pumps(), [])
})

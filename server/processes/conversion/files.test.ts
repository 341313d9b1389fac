import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { anOrg } from '../../../test/support/builders.ts'
import { aVettedLead, converted } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { createAttachments } from '../../records/files/attachments.ts'
import { contentDocumentLinkDoor, createVersions } from '../../records/files/documents.ts'
import { listFiles } from '../../records/files/files.ts'
import { mergeRecords } from '../duplicates/merge.ts'
import { unmerge } from '../duplicates/unmerge.ts'
import { undoConversion } from './undoing.ts'

const withFiles = async (tx: Tx, admin: Actor, leadId: number, name: string): Promise<void> => {
  const [attached] = await createAttachments(tx, admin, [
    { ParentId: encodeId(leadId), Name: `${name}.txt`, Body: 'eA==' },
  ])
  const [kept] = await createVersions(tx, admin, [
    { PathOnClient: `${name}.pdf`, VersionData: 'eA==', FirstPublishLocationId: encodeId(leadId) },
  ])
  assert.ok(attached?.id !== undefined && kept?.id !== undefined)
}

const filesOf = async (tx: Tx, admin: Actor, recordId: number): Promise<string[]> =>
  (await listFiles(tx, admin, recordId)).files.map(({ name }) => name).toSorted()

test('files of a lead come to the contact it becomes, and go back when the conversion is undone', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leadId = await aVettedLead(tx, admin)
    await withFiles(tx, admin, leadId, 'brief')
    const { contactId } = await converted(tx, admin, { leadId })
    assert.deepEqual(await filesOf(tx, admin, contactId), ['brief.pdf', 'brief.txt'])
    assert.deepEqual(await filesOf(tx, admin, leadId), [])
    await undoConversion(tx, admin, leadId)
    assert.deepEqual(await filesOf(tx, admin, leadId), ['brief.pdf', 'brief.txt'])
  }))

test('a file kept with the new contact since keeps a conversion from being undone', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leadId = await aVettedLead(tx, admin)
    const { contactId } = await converted(tx, admin, { leadId })
    await createAttachments(tx, admin, [{ ParentId: encodeId(contactId), Name: 'offer.pdf', Body: 'eA==' }])
    await assert.rejects(undoConversion(tx, admin, leadId), { code: 'conversion_built_upon' })
  }))

test('files of merged leads are kept with the one that stays, each once, and go back when the merge is undone', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [master, loser] = [await aVettedLead(tx, admin), await aVettedLead(tx, admin)]
    await withFiles(tx, admin, master, 'one')
    await withFiles(tx, admin, loser, 'two')
    const { files } = await listFiles(tx, admin, master)
    const shared = files.find(({ name }) => name === 'one.pdf')
    assert.ok(shared)
    const [linked] = await contentDocumentLinkDoor.create(tx, admin, [
      { ContentDocumentId: encodeId(shared.id), LinkedEntityId: encodeId(loser) },
    ])
    assert.equal(linked?.refusal, undefined)
    const id = await mergeRecords(tx, admin, 'Lead', { master, losers: [loser] })
    assert.deepEqual(await filesOf(tx, admin, master), ['one.pdf', 'one.txt', 'two.pdf', 'two.txt'])
    await unmerge(tx, admin, id)
    assert.deepEqual(await filesOf(tx, admin, master), ['one.pdf', 'one.txt'])
    assert.deepEqual(await filesOf(tx, admin, loser), ['one.pdf', 'two.pdf', 'two.txt'])
  }))

test('a file is kept with a record once', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leadId = await aVettedLead(tx, admin)
    await withFiles(tx, admin, leadId, 'brief')
    const kept = (await listFiles(tx, admin, leadId)).files.find(({ name }) => name === 'brief.pdf')
    const link = { ContentDocumentId: encodeId(kept?.id ?? 0), LinkedEntityId: encodeId(leadId) }
    const [saved] = await contentDocumentLinkDoor.create(tx, admin, [link])
    assert.equal(saved?.refusal?.code, 'duplicate_value')
  }))

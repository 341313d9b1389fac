import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idOf } from '../../../shared/ids.ts'
import { aLead, anOrg } from '../../../test/support/builders.ts'
import { columnsThatReferToPersons } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { Lead } from '../../records/leads/fields.ts'
import type { Actor } from '../../ground/users/actor.ts'
import {
  addCampaign,
  addEvidence,
  addMember,
  addNote,
  addTask,
  foreignKeysTo,
  snapshot,
  whereverFound,
} from '../../../test/support/mergeStories.ts'
import { mergeRecords } from './merge.ts'
import { personPointers, pointersTo } from './pointers.ts'
import { unmerge } from './unmerge.ts'

type Admin = Actor & { readonly userId: number }

const known = (...values: string[]) => fc.constantFrom(null, ...values)

const someLead = fc.record({
  FirstName: known('Bill', 'William'),
  Email: known('bill@nordwind.example', 'w@nordwind.example'),
  City: known('Kiel', 'Lübeck'),
  PostalCode: known('24103', '23552'),
  Rating: known('Hot', 'Cold'),
  AnnualRevenue: fc.constantFrom(null, 1000, 2500.5),
  DoNotCall: fc.boolean(),
  HasOptedOutOfEmail: fc.boolean(),
  HasOptedOutOfFax: fc.boolean(),
})

/** What a lead did: in which campaigns it is, with which response, and what hangs on it. */
const someLife = fc.record({
  memberships: fc.uniqueArray(
    fc.record({ campaign: fc.integer({ min: 1, max: 3 }), respondedOn: fc.constantFrom(undefined, 3, 9) }),
    { selector: ({ campaign }) => campaign, maxLength: 3 },
  ),
  tasks: fc.integer({ min: 0, max: 2 }),
  notes: fc.integer({ min: 0, max: 1 }),
  evidence: fc.integer({ min: 0, max: 1 }),
})

const story = fc.array(fc.tuple(someLead, someLife), { minLength: 2, maxLength: 4 })

let drawn = 2 ** 30
const next = (object: 'Campaign' | 'CampaignMember' | 'Task' | 'Note' | 'Evidence'): number => idOf(object, drawn++)

async function tell(
  tx: Tx,
  admin: Admin,
  lives: readonly (readonly [
    Record<string, unknown>,
    {
      memberships: { campaign: number; respondedOn: number | undefined }[]
      tasks: number
      notes: number
      evidence: number
    },
  ])[],
): Promise<number[]> {
  const campaigns = [0, 1, 2, 3].map(() => next('Campaign'))
  for (const campaign of campaigns) await addCampaign(tx, campaign, admin.userId)
  const ids: number[] = []
  for (const [fields, life] of lives) {
    const id = await aLead(tx, admin, fields)
    ids.push(id)
    for (const { campaign, respondedOn } of life.memberships) {
      await addMember(tx, {
        id: next('CampaignMember'),
        campaignId: campaigns[campaign] ?? 0,
        leadId: id,
        status: respondedOn ? 'Responded' : 'Sent',
        respondedAt: respondedOn ? new Date(Date.UTC(2026, 0, respondedOn)) : undefined,
      })
    }
    for (let at = 0; at < life.tasks; at++) await addTask(tx, next('Task'), admin.userId, id, null)
    for (let at = 0; at < life.notes; at++) await addNote(tx, next('Note'), admin.userId, id)
    for (let at = 0; at < life.evidence; at++) await addEvidence(tx, next('Evidence'), admin.userId, id)
  }
  return ids
}

test('any opt-out survives a merge, nothing points to a loser, and undoing restores every row', () =>
  fc.assert(
    fc.asyncProperty(story, (lives) =>
      rolledBack(async (tx) => {
        const { admin } = await anOrg(tx)
        const [master = 0, ...losers] = await tell(tx, admin, lives)
        const before = await snapshot(tx)
        const mergeId = await mergeRecords(tx, admin, 'Lead', { master, losers })

        const lead = await getRecord(tx, admin, Lead, master)
        for (const optOut of ['DoNotCall', 'HasOptedOutOfEmail', 'HasOptedOutOfFax'] as const)
          assert.equal(
            lead[optOut],
            lives.some(([fields]) => fields[optOut]),
            optOut,
          )
        assert.deepEqual(await whereverFound(tx, losers), [])

        await unmerge(tx, admin, mergeId)
        assert.deepEqual(await snapshot(tx), before)
      }),
    ),
    { numRuns: 25 },
  ))

test('of two merges into one record the first is undone by itself or not at all, and undoing both restores every row', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(someLead, someLife), { minLength: 3, maxLength: 3 }), (lives) =>
      rolledBack(async (tx) => {
        const { admin } = await anOrg(tx)
        const [master = 0, first = 0, second = 0] = await tell(tx, admin, lives)
        const before = await snapshot(tx)
        const mergeOfFirst = await mergeRecords(tx, admin, 'Lead', { master, losers: [first] })
        const mergeOfSecond = await mergeRecords(tx, admin, 'Lead', { master, losers: [second] })
        try {
          await unmerge(tx, admin, mergeOfFirst)
          await unmerge(tx, admin, mergeOfSecond)
        } catch (error) {
          assert.ok(error instanceof Refusal && error.code === 'merged_since', String(error))
          await unmerge(tx, admin, mergeOfSecond)
          await unmerge(tx, admin, mergeOfFirst)
        }
        assert.deepEqual(await snapshot(tx), before)
      }),
    ),
    { numRuns: 25 },
  ))

test('every foreign key to a lead, contact, account or person is followed by a merge', () =>
  rolledBack(async (tx) => {
    for (const [object, table] of [
      ['Lead', 'lead'],
      ['Contact', 'contact'],
      ['Account', 'account'],
    ] as const) {
      const followed = new Set((await pointersTo(tx, object)).map((one) => `${one.table}.${one.column}`))
      for (const key of await foreignKeysTo(tx, table)) assert.ok(followed.has(key), `${key} points to a ${table}`)
    }
    const followed = new Set(personPointers.map((one) => `${one.table}.${one.column}`))
    for (const key of await columnsThatReferToPersons(tx)) assert.ok(followed.has(key), `${key} points to a person`)
  }))

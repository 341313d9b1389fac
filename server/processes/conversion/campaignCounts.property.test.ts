import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aContact, aLead, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { purgeRecords } from '../../ground/objects/purge.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import { asRefusal } from '../../platform/breach.ts'
import { Refusal } from '../../platform/errors.ts'
import { foldCampaignCounts, recountCampaigns } from '../../records/campaigns/counting.ts'
import { updateCampaigns } from '../../records/campaigns/campaigns.ts'
import { Campaign, CampaignMember, CampaignMemberStatus } from '../../records/campaigns/fields.ts'
import { carryOut } from '../../records/campaigns/manyMembers.ts'
import { updateMemberStatuses } from '../../records/campaigns/memberStatuses.ts'
import { addCampaignMembers, removeCampaignMembers, updateCampaignMembers } from '../../records/campaigns/members.ts'
import { rollUpsOf } from '../../records/campaigns/rollUps.ts'
import { deleteLeads, restoreLeads } from '../../records/leads/leads.ts'
import { mergeRecords } from '../duplicates/merge.ts'
import { unmerge } from '../duplicates/unmerge.ts'
import { convertLeads } from './conversion.ts'
import { undoConversion } from './undoing.ts'

const which = fc.nat(2)
const who = fc.nat(4)
const word = fc.constantFrom('Invited', 'Registered', 'Attended', 'No Show')

const act = fc.oneof(
  fc.record({ act: fc.constant('add' as const), which, who, isContact: fc.boolean(), word }),
  fc.record({ act: fc.constant('move' as const), nth: fc.nat(20), word }),
  fc.record({ act: fc.constant('remove' as const), nth: fc.nat(20) }),
  fc.record({ act: fc.constant('convert' as const), who, into: fc.option(who) }),
  fc.record({ act: fc.constant('undoConversion' as const), who }),
  fc.record({ act: fc.constant('merge' as const), who, other: who }),
  fc.record({ act: fc.constant('undoMerge' as const) }),
  fc.record({ act: fc.constant('delete' as const), who }),
  fc.record({ act: fc.constant('undelete' as const), who }),
  fc.record({ act: fc.constant('purge' as const), who }),
  fc.record({ act: fc.constant('reparent' as const), which, parent: fc.option(which) }),
  fc.record({ act: fc.constant('flip' as const), which, word }),
  fc.record({ act: fc.constant('rename' as const), which, nth: fc.nat(4), letter: fc.constantFrom('A', 'B', 'C') }),
  fc.record({ act: fc.constant('addAll' as const), which, word }),
  fc.record({ act: fc.constant('moveAll' as const), which, word }),
  fc.record({ act: fc.constant('removeAll' as const), which }),
  fc.record({ act: fc.constant('fold' as const) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

type Stage = {
  readonly admin: Actor & { readonly userId: number }
  readonly campaigns: readonly number[]
  readonly leads: readonly number[]
  readonly contacts: readonly number[]
  readonly merges: number[]
}

test('whatever happens to members, the numbers of campaigns equal a recount at every step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 18 }), (acts) =>
      rolledBack(async (tx) => {
        const { admin } = await anOrg(tx)
        const all = [0, 1, 2, 3, 4]
        const stage: Stage = { admin, campaigns: [], leads: [], contacts: [], merges: [] }
        const campaigns: number[] = []
        for (const at of [0, 1, 2])
          campaigns.push(await aCampaign(tx, admin, at === 0 ? {} : { ParentId: encodeId(campaigns[at - 1] ?? 0) }))
        const leads: number[] = []
        const contacts: number[] = []
        for (const at of all) leads.push(await aLead(tx, admin, { LastName: `Lead${at}`, Company: `Company ${at}` }))
        for (const at of all) contacts.push(await aContact(tx, admin, { LastName: `Contact${at}` }))
        const set = { ...stage, campaigns, leads, contacts }
        for (const one of acts) {
          await tried(tx, () => carriedOut(tx, set, one))
          assert.deepEqual(await recountCampaigns(tx), [], `after ${JSON.stringify(one)}`)
        }
        await assertCounted(tx, set)
      }),
    ),
    { numRuns: 40 },
  )
})

/** What a rule refuses leaves nothing behind, and the story goes on. */
async function tried(tx: Tx, work: () => Promise<unknown>): Promise<void> {
  try {
    await inSavepoint(tx, async () => void (await work()))
  } catch (error) {
    if (!(asRefusal(error) instanceof Refusal)) throw error
  }
}

async function carriedOut(tx: Tx, stage: Stage, one: Act): Promise<unknown> {
  const { admin, campaigns, leads, contacts, merges } = stage
  const at = (list: readonly number[], n: number): number => list[n] ?? 0
  if (one.act === 'add')
    return addCampaignMembers(tx, admin, [
      {
        CampaignId: encodeId(at(campaigns, one.which)),
        [one.isContact ? 'ContactId' : 'LeadId']: encodeId(at(one.isContact ? contacts : leads, one.who)),
        Status: one.word,
      },
    ])
  if (one.act === 'move' || one.act === 'remove') {
    const { records } = await listRecords(tx, admin, CampaignMember, { limit: 50, sort: 'CreatedDate' })
    const member = records[one.nth % Math.max(records.length, 1)]
    if (member === undefined) return undefined
    return one.act === 'remove'
      ? removeCampaignMembers(tx, admin, [member.Id])
      : updateCampaignMembers(tx, admin, [{ id: member.Id, draft: { Status: one.word } }])
  }
  if (one.act === 'convert') {
    const contact = one.into === null ? undefined : at(contacts, one.into)
    const account =
      contact === undefined
        ? undefined
        : Number((await getRecord(tx, admin, await definitionOf(tx, 'Contact'), contact)).AccountId)
    return convertLeads(tx, admin, [
      {
        leadId: at(leads, one.who),
        overrideReason: 'a story',
        doNotCreateOpportunity: true,
        ...(contact === undefined ? {} : { contactId: contact, accountId: account }),
      },
    ])
  }
  if (one.act === 'undoConversion') return undoConversion(tx, admin, at(leads, one.who))
  if (one.act === 'merge')
    return merges.push(
      await mergeRecords(tx, admin, 'Lead', { master: at(leads, one.who), losers: [at(leads, one.other)] }),
    )
  if (one.act === 'undoMerge') {
    const last = merges.pop()
    return last === undefined ? undefined : unmerge(tx, admin, last)
  }
  return carriedOutOnSets(tx, stage, one)
}

async function carriedOutOnSets(tx: Tx, { admin, campaigns, leads }: Stage, one: Act): Promise<unknown> {
  const at = (list: readonly number[], n: number): number => list[n] ?? 0
  if (one.act === 'delete') return deleteLeads(tx, admin, [at(leads, one.who)])
  if (one.act === 'undelete') return restoreLeads(tx, admin, [at(leads, one.who)])
  if (one.act === 'purge') return purgeRecords(tx, admin, await definitionOf(tx, 'Lead'), [at(leads, one.who)])
  if (one.act === 'reparent')
    return updateCampaigns(tx, admin, [
      {
        id: at(campaigns, one.which),
        draft: { ParentId: one.parent === null ? null : encodeId(at(campaigns, one.parent)) },
      },
    ])
  if (one.act === 'flip' || one.act === 'rename') {
    const { records } = await listRecords(tx, admin, CampaignMemberStatus, {
      filter: { field: 'CampaignId', op: 'eq', value: encodeId(at(campaigns, one.which)) },
      sort: 'SortOrder',
    })
    const status = one.act === 'flip' ? records.find(({ Label }) => Label === one.word) : records[one.nth]
    if (status === undefined) return undefined
    const draft = one.act === 'flip' ? { HasResponded: status.HasResponded !== true } : { Label: one.letter }
    return updateMemberStatuses(tx, admin, [{ id: status.Id, draft }])
  }
  if (one.act === 'addAll')
    return carryOut(tx, admin, {
      campaignId: at(campaigns, one.which),
      what: 'add',
      of: { object: 'Lead' },
      status: one.word,
    })
  if (one.act === 'moveAll')
    return carryOut(tx, admin, { campaignId: at(campaigns, one.which), what: 'move', of: {}, status: one.word })
  if (one.act === 'removeAll')
    return carryOut(tx, admin, { campaignId: at(campaigns, one.which), what: 'remove', of: {}, status: null })
  return foldCampaignCounts(tx)
}

/** The numbers shown are those of the rows: of each campaign, and of all below it. */
async function assertCounted(tx: Tx, { admin, campaigns }: Stage): Promise<void> {
  const { records } = await listRecords(tx, admin, CampaignMember, { limit: 200 })
  const parents = new Map<number, unknown>()
  for (const id of campaigns) parents.set(id, (await getRecord(tx, admin, Campaign, id)).ParentId)
  const isBelow = (id: number, top: number): boolean =>
    id === top || (typeof parents.get(id) === 'number' && isBelow(Number(parents.get(id)), top))
  for (const top of campaigns) {
    const { own, tree } = await rollUpsOf(tx, admin, top)
    for (const [numbers, of] of [
      [own, records.filter(({ CampaignId }) => CampaignId === top)],
      [tree, records.filter(({ CampaignId }) => isBelow(Number(CampaignId), top))],
    ] as const)
      assert.deepEqual(
        [numbers.members, numbers.leads, numbers.contacts, numbers.converted, numbers.responses],
        [
          of.length,
          of.filter(({ LeadId }) => LeadId !== null).length,
          of.filter(({ ContactId }) => ContactId !== null).length,
          of.filter(({ LeadId, ContactId }) => LeadId !== null && ContactId !== null).length,
          of.filter(({ RespondedAt }) => RespondedAt !== null).length,
        ],
      )
  }
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aContact, aLead, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { historyPage } from '../../ground/objects/history.sql.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { createCampaigns, deleteCampaigns, updateCampaigns } from './campaigns.ts'
import { Campaign, CampaignMember, CampaignMemberStatus } from './fields.ts'
import { createMemberStatuses, removeMemberStatuses, updateMemberStatuses } from './memberStatuses.ts'
import { addCampaignMembers, updateCampaignMembers } from './members.ts'

const statusesOf = async (tx: Tx, actor: Actor, campaign: number) =>
  (
    await listRecords(tx, actor, CampaignMemberStatus, {
      filter: { field: 'CampaignId', op: 'eq', value: encodeId(campaign) },
      sort: 'SortOrder',
    })
  ).records

test('a campaign starts with the member statuses of its type, one of them the default', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const statuses = await statusesOf(tx, admin, await aCampaign(tx, admin))
    assert.deepEqual(
      statuses.map(({ Label, IsDefault, HasResponded }) => [Label, IsDefault, HasResponded]),
      [
        ['Invited', true, false],
        ['Registered', false, true],
        ['Attended', false, true],
        ['Visited Stand', false, true],
        ['No Show', false, false],
      ],
    )
    assert.deepEqual(
      (await statusesOf(tx, admin, await aCampaign(tx, admin, { Type: null }))).map(({ Label }) => Label),
      ['Sent', 'Responded'],
    )
  }))

test('a person is in a campaign once, and is refused by name the second time', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const member = {
      CampaignId: encodeId(await aCampaign(tx, admin)),
      LeadId: encodeId(await aLead(tx, admin, { FirstName: 'Ada' })),
    }
    const [first, again] = await addCampaignMembers(tx, admin, [member, member])
    assert.equal(first?.created, true)
    assert.match(again?.refusal?.message ?? '', /Ada Okafor is already in this campaign/)
    const [later] = await addCampaignMembers(tx, admin, [member])
    assert.equal(later?.refusal?.code, 'already_a_member')
  }))

test('a word that is not in the campaign’s list is refused with the list', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [saved] = await addCampaignMembers(tx, admin, [
      {
        CampaignId: encodeId(await aCampaign(tx, admin)),
        ContactId: encodeId(await aContact(tx, admin)),
        Status: 'Clicked',
      },
    ])
    assert.match(saved?.refusal?.message ?? '', /'Invited', 'Registered', 'Attended'/)
  }))

test('the first response stays the first, and every status is dated in the history', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const lead = await aLead(tx, admin)
    const [saved] = await addCampaignMembers(
      tx,
      admin,
      [{ CampaignId: encodeId(await aCampaign(tx, admin)), LeadId: encodeId(lead), Status: 'attended' }],
      { respondedAt: new Date('2026-05-02T10:00:00Z') },
    )
    const id = saved?.id ?? 0
    for (const Status of ['No Show', 'Visited Stand'])
      await updateCampaignMembers(tx, admin, [{ id, draft: { Status } }])
    const member = await getRecord(tx, admin, CampaignMember, id)
    assert.deepEqual(
      [member.Status, member.HasResponded, member.FirstRespondedDate, member.LastName],
      ['Visited Stand', true, '2026-05-02', 'Okafor'],
    )
    const steps = (await historyPage(tx, id, undefined, 10))
      .filter(({ field }) => field === 'Status')
      .map(({ newValue }) => newValue)
    assert.deepEqual(steps, ['Visited Stand', 'No Show'])
  }))

test('a campaign counts its people and the opportunities that came from it', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const campaign = await aCampaign(tx, admin)
    const CampaignId = encodeId(campaign)
    await addCampaignMembers(tx, admin, [
      { CampaignId, LeadId: encodeId(await aLead(tx, admin)), Status: 'Attended' },
      { CampaignId, LeadId: encodeId(await aLead(tx, admin)) },
      { CampaignId, ContactId: encodeId(await aContact(tx, admin)) },
    ])
    await anOpportunity(tx, admin, { CampaignId })
    await anOpportunity(tx, admin, { CampaignId, StageName: 'Closed Won', Amount: 500 })
    const counted = await getRecord(tx, admin, Campaign, campaign)
    assert.deepEqual(
      [
        counted.NumberOfLeads,
        counted.NumberOfContacts,
        counted.NumberOfResponses,
        counted.NumberOfOpportunities,
        counted.NumberOfWonOpportunities,
        counted.AmountAllOpportunities,
        counted.AmountWonOpportunities,
      ],
      [2, 1, 1, 2, 1, 12_500, 500],
    )
    const [kept] = await deleteCampaigns(tx, admin, [campaign])
    assert.equal(kept?.refusal?.code, 'campaign_is_a_source')
  }))

test('a campaign is never its own ancestor, and its tree has five levels', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const levels = [await aCampaign(tx, admin)]
    for (let level = 1; level < 5; level++)
      levels.push(await aCampaign(tx, admin, { ParentId: encodeId(levels[level - 1] ?? 0) }))
    const [tooDeep] = await createCampaigns(tx, admin, [{ Name: 'Sixth', ParentId: encodeId(levels[4] ?? 0) }])
    assert.equal(tooDeep?.refusal?.code, 'campaign_tree_too_deep')
    const [ring] = await updateCampaigns(tx, admin, [
      { id: levels[0] ?? 0, draft: { ParentId: encodeId(levels[3] ?? 0) } },
    ])
    assert.equal(ring?.refusal?.code, 'circular_dependency')
  }))

test('the default, the last response and a status somebody stands in stay in the list', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const campaign = await aCampaign(tx, admin, { Type: 'Other' })
    const CampaignId = encodeId(campaign)
    await addCampaignMembers(tx, admin, [{ CampaignId, LeadId: encodeId(await aLead(tx, admin)), Status: 'Responded' }])
    const [sent, responded] = (await statusesOf(tx, admin, campaign)).map(({ Id }) => Id)
    const codes = async () =>
      (await removeMemberStatuses(tx, admin, [sent ?? 0, responded ?? 0])).map(({ refusal }) => refusal?.code)
    assert.deepEqual(await codes(), ['default_member_status', 'member_status_in_use'])
    await createMemberStatuses(tx, admin, [{ CampaignId, Label: 'Visited', IsDefault: true }])
    await updateMemberStatuses(tx, admin, [{ id: responded ?? 0, draft: { Label: 'Answered' } }])
    assert.deepEqual(await codes(), [undefined, 'member_status_in_use'])
    assert.equal(
      (await listRecords(tx, admin, CampaignMember, { filter: { field: 'Status', op: 'eq', value: 'Answered' } }))
        .records.length,
      1,
    )
  }))

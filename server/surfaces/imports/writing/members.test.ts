import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeId } from '../../../../shared/ids.ts'
import { aCampaign, aLead } from '../../../../test/support/builders.ts'
import { HEADER, refusalsOf } from '../../../../test/support/importOutcomes.ts'
import { importRoom, type ImportRoom } from '../../../../test/support/importing.ts'
import { addCustomField, customFieldDraft } from '../../../ground/objects/customFields.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { listRecords } from '../../../ground/objects/list.ts'
import { recountCampaigns } from '../../../records/campaigns/counting.ts'

let room: ImportRoom
before(async () => {
  room = await importRoom()
})
after(() => room.drop())

test('a list says row by row where each stands in the campaign and what else is kept of it; a word not in the list is said', async () => {
  const campaignId = await room.write(async (tx) => {
    await addCustomField(
      tx,
      room.admin,
      customFieldDraft.parse({ object: 'CampaignMember', label: 'Seat', type: 'string', length: 20 }),
    )
    await aLead(tx, room.admin, {
      FirstName: 'Grace',
      LastName: 'Hopper',
      Company: 'Eckert',
      Email: 'g@eckert.example',
    })
    return aCampaign(tx, room.admin)
  })
  const rows = [
    'Grace,Hopper,Eckert,g@eckert.example,,attended,A1',
    'Jean,Bartik,Mauchly,jean@mauchly.example,,No Show,B2',
    'Kay,McNulty,Mauchly,kay@mauchly.example,,,C3',
    'Betty,Holberton,Univac,betty@univac.example,,Clicked,D4',
  ]
  const done = await room.take('badges.csv', `${HEADER.trim()},Badge,Chair\n${rows.join('\n')}\n`, {
    options: {
      campaignId: encodeId(campaignId),
      memberStatus: 'Registered',
      memberColumns: { Status: 'Badge', Seat__c: 'Chair' },
    },
  })
  assert.deepEqual([done.counts.created, done.counts.known], [3, 1])
  const members = await room.read(async (tx) =>
    listRecords(tx, room.admin, await definitionOf(tx, 'CampaignMember'), { limit: 50 }),
  )
  assert.deepEqual(
    members.records
      .map(({ LastName, Status, Seat__c, StatusSource }) => [LastName, Status, Seat__c, StatusSource])
      .toSorted((one, other) => String(one[0]).localeCompare(String(other[0]))),
    [
      ['Bartik', 'No Show', 'B2', 'Import'],
      ['Hopper', 'Attended', 'A1', 'Import'],
      ['McNulty', 'Registered', 'C3', 'Import'],
    ],
  )
  const reasons = (await refusalsOf(room, done)).map(({ reason }) => reason)
  assert.ok(
    reasons.some((reason) => /'Clicked' is no member status of this campaign. Its statuses are 'Invited'/.test(reason)),
    reasons.join('\n'),
  )
  assert.deepEqual(await room.write(recountCampaigns), [])
})

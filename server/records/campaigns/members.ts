import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import { readDrafts, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, removeForGood, savedIds, storePrepared } from '../../ground/objects/objects.ts'
import type { Row, Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { CampaignMember } from './fields.ts'
import { campaignsOfMembers, peopleBehind, presentMembers, statusesOf, type MemberStatus } from './members.sql.ts'

export type MemberOptions = SaveOptions & {
  /** When each responded, in order; now unless told (a trade show was last week). */
  readonly respondedAt?: Date
}

/** Makes leads and contacts members of campaigns. Somebody already in is refused by name, and never merged silently. */
export async function addCampaignMembers(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: MemberOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignMember')
  const read = await readDrafts(tx, actor, definition, drafts)
  const values = read.flatMap((one) => (one.values === undefined ? [] : [one.values]))
  const statuses = await statusesOf(tx, idsIn(values, 'CampaignId'))
  const people = await peopleBehind(tx, idsIn(values, 'LeadId'), idsIn(values, 'ContactId'))
  const already = await presentMembers(
    tx,
    idsIn(values, 'CampaignId'),
    [...people.values()].map(({ personId }) => personId),
  )
  const prepared = read.map((one) => one.refusal ?? newMember(tx, one.values, { statuses, people, already, options }))
  const saved = await storePrepared(tx, actor, definition, prepared)
  announce(tx, { type: 'campaign_member.added', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Moves members to another status of their campaign's list; the first response stays the first. */
export async function updateCampaignMembers(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignMember')
  const campaigns = await campaignsOfMembers(
    tx,
    changes.map(({ id }) => id),
  )
  const statuses = await statusesOf(tx, [...new Set(campaigns.values())])
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    if (values.Status === undefined) return { values }
    const status = chosen(statuses.get(Number(before.CampaignId)) ?? [], values.Status)
    if (status instanceof Refusal) return status
    const respondedAt = before.RespondedAt ?? (status.hasResponded ? tx.now : null)
    return { values: { ...values, Status: status.label, HasResponded: status.hasResponded, RespondedAt: respondedAt } }
  })
  announce(tx, { type: 'campaign_member.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function removeCampaignMembers(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await removeForGood(tx, actor, CampaignMember, ids)
  announce(tx, { type: 'campaign_member.removed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const campaignMemberDoor: Door = {
  definition: CampaignMember,
  create: addCampaignMembers,
  update: updateCampaignMembers,
  remove: removeCampaignMembers,
}

type Known = {
  readonly statuses: ReadonlyMap<number, readonly MemberStatus[]>
  readonly people: ReadonlyMap<number, { readonly personId: number; readonly name: string }>
  readonly already: Set<string>
  readonly options: MemberOptions
}

function newMember(tx: Tx, values: FieldValues, { statuses, people, already, options }: Known): Row | Refusal {
  const who = values.ContactId ?? values.LeadId
  const person = typeof who === 'number' ? people.get(who) : undefined
  if (person === undefined)
    return new Refusal(
      'required_field_missing',
      'A campaign member is one lead or one contact. Name the one who takes part.',
      { field: 'LeadId', rule: 'Every member is a lead or a contact.' },
    )
  const place = `${String(values.CampaignId)}:${person.personId}`
  if (already.has(place))
    return new Refusal(
      'already_a_member',
      `${person.name} is already in this campaign. Change the status of the membership instead.`,
      { kind: 'conflict', field: 'LeadId', rule: 'A person is in a campaign once.' },
    )
  const status = chosen(statuses.get(Number(values.CampaignId)) ?? [], values.Status ?? null)
  if (status instanceof Refusal) return status
  already.add(place)
  return {
    values: {
      ...values,
      Status: status.label,
      HasResponded: status.hasResponded,
      RespondedAt: status.hasResponded ? (options.respondedAt ?? tx.now) : null,
    },
    columns: { person_id: person.personId, import_id: options.importId ?? null },
  }
}

/** The named status of the list, or its default; a word that is not in the list is refused with the list. */
function chosen(list: readonly MemberStatus[], wanted: FieldValue): MemberStatus | Refusal {
  const status =
    wanted === null
      ? list.find(({ isDefault }) => isDefault)
      : list.find(({ label }) => label.toLowerCase() === String(wanted).toLowerCase())
  return (
    status ??
    new Refusal(
      'invalid_member_status',
      `'${String(wanted).slice(0, 40)}' is no member status of this campaign. Its statuses are ${list.map(({ label }) => `'${label}'`).join(', ')}.`,
      { field: 'Status', value: wanted, rule: 'A member has one status out of the campaign’s own list.' },
    )
  )
}

const idsIn = (values: readonly FieldValues[], name: string): number[] => [
  ...new Set(
    values.flatMap((one) => {
      const id = one[name]
      return typeof id === 'number' ? [id] : []
    }),
  ),
]

import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import { readDrafts, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, savedIds, storePrepared } from '../../ground/objects/objects.ts'
import { removeForGood } from '../../ground/objects/removal.ts'
import type { Row, Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { count, keepPeriods, type Counted } from './counting.ts'
import { CampaignMember } from './fields.ts'
import { campaignsOfMembers, peopleBehind, presentMembers, statusesOf, type MemberStatus } from './members.sql.ts'
import { standingsOf, type Standing } from './periods.sql.ts'

export type MemberOptions = SaveOptions & {
  /** When they responded; now unless told (a trade show was last week). */
  readonly respondedAt?: Date
  /** Where the status comes from, in a word or two for the history: `Web form`, `Check-in`. */
  readonly source?: string
  /** What becomes of a word that is not in the campaign's list: a refusal with the list, or, as the field's tools expect, the default. */
  readonly unknownStatus?: 'refuse' | 'default'
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
  const prepared = read.map(
    (one) => one.refusal ?? newMember(tx, actor, one.values, { statuses, people, already, options }),
  )
  const saved = await storePrepared(tx, actor, definition, prepared)
  await count(
    tx,
    prepared.flatMap((one, at) =>
      one instanceof Refusal || saved[at]?.refusal !== undefined ? [] : [{ after: countedIn(one.values) }],
    ),
  )
  announce(tx, { type: 'campaign_member.added', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Moves members to another status of their campaign's list; the first response stays the first, and every status is dated. */
export async function updateCampaignMembers(
  tx: Tx,
  actor: Actor,
  changes: readonly ChangeDraft[],
  options: MemberOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignMember')
  const campaigns = await campaignsOfMembers(
    tx,
    changes.map(({ id }) => id),
  )
  const statuses = await statusesOf(tx, [...new Set(campaigns.values())])
  const moves = new Map<number, { readonly before: Standing; readonly after: Counted }>()
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    if (values.Status === undefined) return { values }
    const status = chosen(statuses.get(Number(before.CampaignId)) ?? [], values.Status, options)
    if (status instanceof Refusal) return status
    const after = {
      ...values,
      Status: status.label,
      HasResponded: status.hasResponded,
      RespondedAt: before.RespondedAt ?? (status.hasResponded ? (options.respondedAt ?? tx.now) : null),
    }
    if (status.label === before.Status && status.hasResponded === before.HasResponded) return { values: after }
    moves.set(before.Id, { before: standingIn(before), after: countedIn({ ...before, ...after }) })
    return { values: { ...after, ...standingNow(tx, actor, options) } }
  })
  const moved = savedIds(saved).flatMap((id) => moves.get(id) ?? [])
  await count(tx, moved)
  await keepPeriods(
    tx,
    actor,
    moved.flatMap(({ before, after }) => (before.status === after.status ? [] : [before])),
    options.source,
  )
  announce(tx, { type: 'campaign_member.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Takes members out of their campaigns; where they stood stays in the history. */
export async function removeCampaignMembers(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const before = new Map((await standingsOf(tx, ids)).map((one) => [one.id, one]))
  const saved = await removeForGood(tx, actor, CampaignMember, ids)
  const gone = [...new Set(savedIds(saved))].flatMap((id) => before.get(id) ?? [])
  await count(
    tx,
    gone.map((one) => ({ before: one })),
  )
  await keepPeriods(tx, actor, gone)
  announce(tx, { type: 'campaign_member.removed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const campaignMemberDoor: Door = {
  definition: CampaignMember,
  create: addCampaignMembers,
  update: updateCampaignMembers,
  remove: removeCampaignMembers,
}

/** The same for tools made for Salesforce: a word that is not in the list stands for the default. */
export const campaignMemberToolDoor: Door = {
  ...campaignMemberDoor,
  create: (tx, actor, drafts, options) =>
    addCampaignMembers(tx, actor, drafts, { ...options, unknownStatus: 'default' }),
  update: (tx, actor, changes, options) =>
    updateCampaignMembers(tx, actor, changes, { ...options, unknownStatus: 'default' }),
}

type Known = {
  readonly statuses: ReadonlyMap<number, readonly MemberStatus[]>
  readonly people: Awaited<ReturnType<typeof peopleBehind>>
  readonly already: Set<string>
  readonly options: MemberOptions
}

function newMember(
  tx: Tx,
  actor: Actor,
  values: FieldValues,
  { statuses, people, already, options }: Known,
): Row | Refusal {
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
  const status = chosen(statuses.get(Number(values.CampaignId)) ?? [], values.Status ?? null, options)
  if (status instanceof Refusal) return status
  already.add(place)
  const respondedAt = status.hasResponded ? (options.respondedAt ?? tx.now) : null
  return {
    values: {
      ...values,
      // A lead that was converted takes part as the contact it became.
      ContactId: values.ContactId ?? person.contactId,
      Status: status.label,
      HasResponded: status.hasResponded,
      RespondedAt: respondedAt,
      ...standingNow(tx, actor, options),
      StatusSince: respondedAt ?? tx.now,
    },
    columns: { person_id: person.personId, import_id: options.importId ?? null },
  }
}

/** The named status of the list, or its default; a word that is not in the list is refused with the list. */
function chosen(
  list: readonly MemberStatus[],
  wanted: FieldValue,
  { unknownStatus = 'refuse' }: MemberOptions,
): MemberStatus | Refusal {
  const usual = list.find(({ isDefault }) => isDefault)
  const status =
    wanted === null ? usual : list.find(({ label }) => label.toLowerCase() === String(wanted).toLowerCase())
  return (
    status ??
    (unknownStatus === 'default' ? usual : undefined) ??
    new Refusal(
      'invalid_member_status',
      `'${String(wanted).slice(0, 40)}' is no member status of this campaign. Its statuses are ${list.map(({ label }) => `'${label}'`).join(', ')}.`,
      { field: 'Status', value: wanted, rule: 'A member has one status out of the campaign’s own list.' },
    )
  )
}

const standingNow = (tx: Tx, actor: Actor, { source, importId }: MemberOptions) => ({
  StatusSince: tx.now,
  StatusById: actor.userId,
  StatusSource: source ?? (importId === undefined ? null : 'Import'),
})

const numberIn = (value: FieldValue | undefined): number | null => (typeof value === 'number' ? value : null)

const countedIn = (values: FieldValues): Counted => ({
  campaignId: Number(values.CampaignId),
  status: String(values.Status),
  hasResponded: values.HasResponded === true,
  respondedAt: values.RespondedAt instanceof Date ? values.RespondedAt : null,
  leadId: numberIn(values.LeadId),
  contactId: numberIn(values.ContactId),
})

const standingIn = (record: StoredRecord): Standing => ({
  ...countedIn(record),
  id: record.Id,
  personId: Number(record.PersonId),
  since: momentIn(record.StatusSince) ?? momentIn(record.CreatedDate),
  byId: numberIn(record.StatusById),
  source: typeof record.StatusSource === 'string' ? record.StatusSource : null,
})

const momentIn = (value: FieldValue | undefined): string | null => (value instanceof Date ? value.toISOString() : null)

const idsIn = (values: readonly FieldValues[], name: string): number[] => [
  ...new Set(
    values.flatMap((one) => {
      const id = one[name]
      return typeof id === 'number' ? [id] : []
    }),
  ),
]

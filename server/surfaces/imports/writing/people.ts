import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { recordInquiries } from '../../../records/inquiries/inquiries.ts'
import { recordResponses } from '../../../records/inquiries/responses.ts'
import type { Batch, DraftRow } from './terms.ts'
import type { Outcome } from './outcome.ts'

/** A row and the record it made or is about. */
export type Joining = { readonly row: DraftRow; readonly object: string; readonly id: number }

const PERSON_FIELD: Readonly<Record<string, 'LeadId' | 'ContactId'>> = { Lead: 'LeadId', Contact: 'ContactId' }

export const isPerson = (objectName: string): objectName is 'Lead' | 'Contact' => objectName in PERSON_FIELD

/** Makes everybody a batch created a member of the import's campaign. */
export async function joinCampaign(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  created: readonly Joining[],
  outcome: Outcome,
): Promise<void> {
  const door = batch.doors.get('CampaignMember')
  const people = created.filter(({ object }) => isPerson(object))
  if (batch.campaignId === null || door === undefined || people.length === 0) return
  const drafts = people.map(({ row, object, id }) => ({
    CampaignId: batch.campaignId,
    [PERSON_FIELD[object] ?? 'LeadId']: id,
    ...memberValues(batch, row),
  }))
  const saved = await door.create(tx, actor, drafts, { importId: batch.importId })
  remarkRefusals(people, saved, outcome)
}

/** Records that people we know are in the file: an inquiry each, and their answer to the campaign. */
export async function recordKnown(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  known: readonly Joining[],
  outcome: Outcome,
): Promise<void> {
  const personOf = await personIds(tx, actor, known)
  const there = known.filter(({ id }) => personOf.has(id))
  const inquiries = there.map(({ row, id }) => ({
    personId: personOf.get(id) ?? 0,
    source: 'Import' as const,
    subject: `In the imported list '${batch.fileName}'`,
    details: detailsOf(batch, row),
    campaignId: batch.campaignId,
    respondedAt: tx.now,
    importId: batch.importId,
  }))
  await recordInquiries(tx, actor, inquiries)
  for (const _ of known) {
    outcome.count('known')
    outcome.note('People we know already are recorded as an inquiry of theirs, never as a second lead.')
  }
  await respond(tx, actor, batch, there, personOf, outcome)
}

/** Notes the campaign's answer of people who were changed rather than made. */
export async function joinKnown(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  known: readonly Joining[],
  outcome: Outcome,
): Promise<void> {
  if (batch.campaignId === null) return
  const people = known.filter(({ object }) => isPerson(object))
  await respond(tx, actor, batch, people, await personIds(tx, actor, people), outcome)
}

async function respond(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  known: readonly Joining[],
  personOf: ReadonlyMap<number, number>,
  outcome: Outcome,
): Promise<void> {
  const { campaignId } = batch
  if (campaignId === null || known.length === 0) return
  const values = known.map(({ row }) => memberValues(batch, row))
  const responses = known.flatMap(({ object, id }, at) => {
    const status = values[at]?.['Status']
    return isPerson(object)
      ? [
          {
            campaignId,
            personId: personOf.get(id) ?? 0,
            object,
            recordId: id,
            source: 'Import',
            refusesUnknownStatus: true,
            ...(status === undefined ? {} : { status }),
          },
        ]
      : []
  })
  const saved = await recordResponses(tx, actor, responses)
  remarkRefusals(known, saved, outcome)
  await fillMembers(tx, actor, batch, known, values, saved, outcome)
}

/** What a file says of the memberships of people we know: a seat, a certificate. */
async function fillMembers(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  known: readonly Joining[],
  values: readonly Readonly<Record<string, string>>[],
  saved: readonly Saved[],
  outcome: Outcome,
): Promise<void> {
  const changes = new Map<number, { readonly joining: Joining; readonly draft: Readonly<Record<string, string>> }>()
  known.forEach((joining, at) => {
    const { Status: _, ...draft } = values[at] ?? {}
    const { id, refusal } = saved[at] ?? {}
    if (id !== undefined && refusal === undefined && Object.keys(draft).length > 0) changes.set(id, { joining, draft })
  })
  const all = [...changes]
  const door = batch.doors.get('CampaignMember')
  if (all.length === 0 || door === undefined) return
  const changed = await door.update(
    tx,
    actor,
    all.map(([id, { draft }]) => ({ id, draft })),
  )
  remarkRefusals(
    all.map(([, { joining }]) => joining),
    changed,
    outcome,
  )
}

/** What a row says of its person's membership; of the status what all rows are said to have, where it says nothing. */
function memberValues({ options, columns }: Batch, { read }: DraftRow): Record<string, string> {
  const said = Object.entries(options.memberColumns ?? {}).flatMap(([field, column]) => {
    const cell = read.row.cells[columns.indexOf(column)]?.trim()
    return cell ? [[field, cell] as const] : []
  })
  return { ...(options.memberStatus ? { Status: options.memberStatus } : {}), ...Object.fromEntries(said) }
}

function remarkRefusals(people: readonly Joining[], saved: readonly Saved[], outcome: Outcome): void {
  saved.forEach(({ refusal }, at) => {
    const row = people[at]?.row.read.row
    if (refusal !== undefined && row !== undefined) outcome.remark(row, 'CampaignId', refusal.message)
  })
}

async function personIds(tx: Tx, actor: Actor, known: readonly Joining[]): Promise<Map<number, number>> {
  const personOf = new Map<number, number>()
  for (const [object, those] of Map.groupBy(known, (one) => one.object)) {
    const records = await recordsById(
      tx,
      actor,
      await definitionOf(tx, object),
      those.map(({ id }) => id),
      ['PersonId'],
    )
    for (const { Id, PersonId } of records) if (typeof PersonId === 'number') personOf.set(Id, PersonId)
  }
  return personOf
}

const detailsOf = ({ plan }: Batch, { read }: DraftRow): Record<string, unknown> =>
  Object.fromEntries(
    plan.columns.flatMap(({ column, at }) =>
      read.row.cells[at] ? [[column, read.row.cells[at]?.replaceAll('\0', '')]] : [],
    ),
  )

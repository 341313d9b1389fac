import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Batch } from './batch.ts'
import type { DraftRow } from './drafting.ts'
import type { Outcome } from './outcome.ts'

/** One response of somebody we know, as a row of a file tells it. */
export type ImportedInquiry = {
  readonly personId: number
  readonly source: 'Import'
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
  readonly campaignId: number | null
  readonly respondedAt: Date
  readonly importId: number
}

export type ImportedResponse = {
  readonly campaignId: number
  readonly personId: number
  readonly object: 'Lead' | 'Contact'
  readonly recordId: number
  readonly status?: string
}

/** What the room of inquiries does for people we know; handed over at start by the one file that knows every room. */
export type PeopleVerbs = {
  readonly recordInquiries: (tx: Tx, actor: Actor, inquiries: readonly ImportedInquiry[]) => Promise<readonly number[]>
  readonly recordResponses: (tx: Tx, actor: Actor, responses: readonly ImportedResponse[]) => Promise<readonly Saved[]>
  /** Takes back what an import recorded, when it is undone. */
  readonly withdrawInquiries: (tx: Tx, importId: number) => Promise<unknown>
}

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
  const status = batch.options.memberStatus ? { Status: batch.options.memberStatus } : {}
  const drafts = people.map(({ object, id }) => ({
    CampaignId: batch.campaignId,
    [PERSON_FIELD[object] ?? 'LeadId']: id,
    ...status,
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
  await batch.people.recordInquiries(tx, actor, inquiries)
  for (const _ of known) outcome.count('known')
  outcome.note('People we know already are recorded as an inquiry of theirs, never as a second lead.')
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
  const { campaignId, options } = batch
  if (campaignId === null || known.length === 0) return
  const responses = known.flatMap(({ object, id }) =>
    isPerson(object)
      ? [
          {
            campaignId,
            personId: personOf.get(id) ?? 0,
            object,
            recordId: id,
            ...(options.memberStatus ? { status: options.memberStatus } : {}),
          },
        ]
      : [],
  )
  remarkRefusals(known, await batch.people.recordResponses(tx, actor, responses), outcome)
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

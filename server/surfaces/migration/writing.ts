import { drawIds } from '../../ground/objects/ids.ts'
import { idNumberOf, insertRecords } from '../../ground/objects/save.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { drawPeople, introducedPeople } from '../../ground/people/people.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { countCopied } from '../../records/campaigns/counting.ts'
import { contactKeys } from '../../records/contacts/contacts.ts'
import {
  copiedAmong,
  keepCopied,
  keepReferences,
  membersOf,
  peopleBehind,
  recordsBy,
  type Copied,
} from './copies.sql.ts'
import type { FieldPair } from './fields.ts'
import type { ObjectPlan } from './plan.ts'
import type { TheirRow } from './reading.ts'
import { idsIn, understand, type Understood } from './rows.ts'

export type Writing = {
  readonly sourceId: string
  readonly definition: ObjectDefinition
  readonly plan: ObjectPlan
  readonly pairs: readonly FieldPair[]
  readonly ownerId: number
}

export type Written = { readonly read: number; readonly kept: number; readonly notes: ReadonlyMap<string, number> }

/** Writes a page of their records as they were: no rule is asked again, nobody is told, and what is here already stays. */
export async function writePage(tx: Tx, writing: Writing, page: readonly TheirRow[]): Promise<Written> {
  const { sourceId, definition, plan, pairs } = writing
  const rows = page.filter((row) => plan.isForeign?.(row) !== true)
  const copied = await copiedAmong(tx, sourceId, idsIn(pairs, rows))
  const fresh = rows.filter(({ Id: id }) => !copied.has(String(id)))
  const notes = new Map<string, number>()
  const note = (text: string): void => void notes.set(text, (notes.get(text) ?? 0) + 1)
  const understood = fresh.map((row) => understand(row, { ...writing, copied }))
  for (const one of understood) for (const text of one.refusal === undefined ? one.notes : [one.refusal]) note(text)
  const sound = understood.filter(({ refusal }) => refusal === undefined)
  const { same, others } = await alreadyHere(tx, writing, sound)
  const kept = await insertThose(tx, writing, others, note)
  await keepCopied(tx, sourceId, definition.name, [...same, ...kept])
  return { read: rows.length, kept: rows.length - fresh.length + same.length + kept.length, notes }
}

type Sorted = { readonly same: readonly Copied[]; readonly others: readonly Understood[] }

/** Statuses, stages and queues of the same name are the same. */
async function alreadyHere(tx: Tx, { definition, plan }: Writing, all: readonly Understood[]): Promise<Sorted> {
  const field = plan.matchedBy === undefined ? undefined : definition.field.get(plan.matchedBy.toLowerCase())
  if (field === undefined) return { same: [], others: all }
  const here = await recordsBy(tx, definition, field.column)
  const idOf = ({ values }: Understood): number | undefined => here.get(String(values[field.name]).toLowerCase())
  return {
    same: all.flatMap((one) => {
      const recordId = idOf(one)
      return recordId === undefined ? [] : [{ theirId: one.theirId, recordId }]
    }),
    others: all.filter((one) => idOf(one) === undefined),
  }
}

async function insertThose(
  tx: Tx,
  { sourceId, definition, plan }: Writing,
  all: readonly Understood[],
  note: (text: string) => void,
): Promise<Copied[]> {
  const { personIds, introduced } = await peopleFor(tx, plan, all)
  const together = all.map((one, at) => ({ one, personId: personIds[at] }))
  const placed = plan.name === 'CampaignMember' ? await onceInACampaign(tx, together, note) : together
  if (placed.length === 0) return []
  const ids = await drawIds(tx, idNumberOf(definition), placed.length)
  const hasPerson = plan.isPerson === true || plan.personOf !== undefined
  const values = placed.map(({ one }) => one.values)
  const keys = definition.name === 'Contact' ? await contactKeys(tx, values) : []
  await insertRecords(
    tx,
    theProgram,
    definition,
    placed.map(({ one, personId }, at) => ({
      values: one.values,
      columns: {
        ...one.stamps,
        ...plan.columns?.(one.row),
        ...keys[at],
        ...(hasPerson ? { person_id: personId ?? null } : {}),
      },
    })),
    { ids, readBack: false, ...(introduced.length > 0 ? { along: introducedPeople(tx, introduced) } : {}) },
  )
  if (plan.name === 'CampaignMember') await countCopied(tx, ids)
  const waiting = placed.flatMap(({ one }, at) => one.waiting.map((each) => ({ ...each, recordId: ids[at] ?? 0 })))
  await keepReferences(tx, sourceId, definition.name, waiting)
  const { bytes } = plan
  return placed.map(({ one }, at) => ({
    theirId: one.theirId,
    recordId: ids[at] ?? 0,
    ...(bytes === undefined ? {} : { bytes: Number(one.values[bytes.sizeField] ?? 0) || null }),
  }))
}

/** The human being behind each record: somebody known by what it points to, or for a lead or contact somebody new. */
async function peopleFor(tx: Tx, { personOf = [], isPerson = false }: ObjectPlan, all: readonly Understood[]) {
  const pointers = all.map(({ values }) =>
    personOf.flatMap((name) => {
      const id = values[name]
      return typeof id === 'number' ? [id] : []
    }),
  )
  const behind = await peopleBehind(tx, [...new Set(pointers.flat())])
  const known = pointers.map((ids) => ids.map((id) => behind.get(id)).find((id) => id !== undefined))
  const introduced = isPerson ? await drawPeople(tx, known.filter((id) => id === undefined).length) : []
  let at = 0
  return { personIds: known.map((id) => id ?? (isPerson ? introduced[at++] : undefined)), introduced }
}

type Placed = { readonly one: Understood; readonly personId: number | undefined }

/** Elsewhere a person may be in a campaign as a lead and as a contact; here once. */
async function onceInACampaign(tx: Tx, all: readonly Placed[], note: (text: string) => void): Promise<Placed[]> {
  const campaigns = all.flatMap(({ one: { values } }) =>
    typeof values.CampaignId === 'number' ? [values.CampaignId] : [],
  )
  const people = all.flatMap(({ personId }) => personId ?? [])
  const taken = await membersOf(tx, [...new Set(campaigns)], [...new Set(people)])
  return all.filter(({ one: { values }, personId }) => {
    const place = `${String(values.CampaignId)}:${personId}`
    const why =
      personId === undefined
        ? 'left out: its lead or contact is not copied'
        : taken.has(place)
          ? 'left out: the same person is in the campaign already'
          : undefined
    taken.add(place)
    if (why !== undefined) note(why)
    return why === undefined
  })
}

import { setImmediate } from 'node:timers/promises'
import { reserveIds } from '../../../ground/objects/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { ImportOptions } from '../import.ts'
import { insertKeys, insertLinks } from '../imports.sql.ts'
import { mendedAmong, settleMended } from '../mending.ts'
import type { DraftRow, Batch } from './terms.ts'
import { draftRows } from './drafting.ts'
import { findKnown, isMatchable } from './known.ts'
import { meetKnown, type Met } from './meeting.ts'
import { openOutcome, type Outcome } from './outcome.ts'
import type { Plan, ReadRow } from './plan.ts'
import { joinCampaign } from './people.ts'
import { convertBehind } from './wonLeads.ts'

/**
 * Whether batches of such a file may be stored side by side: when a row makes one new record, and touches nothing that a
 * row of another batch may want to lock or may have made. Two that waited for each other, one of them for its turn,
 * would wait for ever.
 */
export const goesAhead = (plan: Plan, options: ImportOptions, definition: ObjectDefinition): boolean =>
  isMatchable(plan.target.name) &&
  plan.keyName === null &&
  plan.columns.every(({ by, field }) => by === null || field.name === 'OwnerId') &&
  !options.campaignId &&
  !options.createMissing?.length &&
  definition.fields.every(({ unique, autoNumber }) => unique !== true && autoNumber === undefined)

/** Small enough that PostgreSQL stores one part while the next is prepared. */
const PART_ROWS = 500

/** Writes one batch of rows, in the transaction it is given; answers what became of each. */
export async function importBatch(tx: Tx, actor: Actor, batch: Batch, read: readonly ReadRow[]): Promise<Outcome> {
  const outcome = openOutcome()
  if (batch.mendsId === null) {
    await importRows(tx, actor, batch, read, outcome)
    return outcome
  }
  const { going, leftOut } = await mendedAmong(tx, batch.mendsId, read)
  for (const { read: one, because } of leftOut) outcome.skip(one.row, because)
  await importRows(tx, actor, batch, going, outcome)
  await settleMended(tx, { importId: batch.importId, mendsId: batch.mendsId }, going, outcome.refusals)
  return outcome
}

async function importRows(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  read: readonly ReadRow[],
  outcome: Outcome,
): Promise<void> {
  const drafts = await draftRows(tx, actor, batch, read, outcome)
  const known = await findKnown(tx, actor, batch, drafts)
  const fresh = drafts.filter((_, at) => !known.has(at))
  const created = await createAll(tx, actor, batch, fresh, outcome)
  await convertBehind(tx, actor, batch, created, outcome)
  const met: Met[] = []
  drafts.forEach((row, at) => {
    const one = known.get(at)
    if (one === undefined) return
    const target = one.by === 'row' ? idOfRow(drafts[one.of], created, batch) : one
    if (target === undefined) outcome.skip(row.read.row, `${one.because} That line was not imported.`)
    else met.push({ row, object: target.object, id: target.id, because: one.because, by: one.by })
  })
  // What is done to records we know locks them.
  if (met.length > 0) await batch.turn()
  if (batch.campaignId !== null)
    await joinCampaign(
      tx,
      actor,
      batch,
      [...created].map(([row, id]) => ({ row, object: batch.plan.target.name, id })),
      outcome,
    )
  await meetKnown(tx, actor, batch, met, outcome)
  await remember(tx, batch, created, met)
}

const idOfRow = (
  row: DraftRow | undefined,
  created: ReadonlyMap<DraftRow, number>,
  { plan }: Batch,
): { object: string; id: number } | undefined => {
  const id = row === undefined ? undefined : created.get(row)
  return id === undefined ? undefined : { object: plan.target.name, id }
}

async function createAll(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  rows: readonly DraftRow[],
  outcome: Outcome,
): Promise<Map<DraftRow, number>> {
  // A record, and the person behind it.
  await reserveIds(tx, rows.length * 2)
  const parts = Array.from({ length: Math.ceil(rows.length / PART_ROWS) }, (_, at) =>
    rows.slice(at * PART_ROWS, (at + 1) * PART_ROWS),
  )
  // Sent one behind the other on the same connection: the next part is prepared while PostgreSQL stores this one.
  const saved = batch.careful
    ? await oneByOne(tx, actor, batch, rows)
    : await inTurn(parts, (part) => create(tx, actor, batch, part))
  const created = new Map<DraftRow, number>()
  rows.forEach((row, at) => {
    const { id, refusal } = saved[at] ?? {}
    if (id !== undefined && refusal === undefined) {
      created.set(row, id)
      outcome.count('created')
    } else outcome.refuseFor(row.read.row, refusal ?? new Refusal('not_saved', 'This row was not saved.'))
  })
  return created
}

/** Begins each part while the one before is on its way to PostgreSQL. */
async function inTurn<Part>(parts: readonly Part[], store: (part: Part) => Promise<Saved[]>): Promise<Saved[]> {
  const storing: Promise<Saved[]>[] = []
  for (const part of parts) {
    const stored = store(part)
    // Its failure is heard at the end; until then it must not end the program.
    stored.catch(() => undefined)
    storing.push(stored)
    // Lets what is ready go out before the next part takes the processor.
    await setImmediate()
  }
  return (await Promise.all(storing)).flat()
}

function create(tx: Tx, actor: Actor, { door, importId }: Batch, rows: readonly DraftRow[]): Promise<Saved[]> {
  const drafts = rows.map(({ draft }) => (draft.CreatedDate === undefined ? draft : without(draft, 'CreatedDate')))
  const createdAt = rows.some(({ draft }) => draft.CreatedDate !== undefined)
    ? rows.map(({ draft }) => momentOf(tx, draft.CreatedDate))
    : undefined
  return door.create(tx, actor, drafts, {
    importId,
    createdAt,
    matchKeys: rows.map(({ matchKeys }) => matchKeys),
    skipDuplicateCheck: true,
    allowDuplicates: true,
    readBack: false,
  })
}

const without = (draft: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(draft).filter(([field]) => field !== name))

/** Nothing came about later than now, whatever a file says. */
function momentOf(tx: Tx, text: unknown): Date | undefined {
  if (typeof text !== 'string') return undefined
  const moment = new Date(text)
  return moment < tx.now ? moment : tx.now
}

/** Halves a part that PostgreSQL refuses until the row at fault stands alone. */
async function oneByOne(tx: Tx, actor: Actor, batch: Batch, rows: readonly DraftRow[]): Promise<Saved[]> {
  if (rows.length === 0) return []
  try {
    return await inSavepoint(tx, () => create(tx, actor, batch, rows))
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'unavailable') throw error
    if (rows.length === 1) return [{ refusal: asRefusal(error) }]
    const half = Math.ceil(rows.length / 2)
    return [
      ...(await oneByOne(tx, actor, batch, rows.slice(0, half))),
      ...(await oneByOne(tx, actor, batch, rows.slice(half))),
    ]
  }
}

const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal(
        'row_not_storable',
        `The database refused this row: ${error instanceof Error ? error.message : String(error)}.`,
      )

/** Remembers what the file calls its records, and what refers to rows further down. */
async function remember(
  tx: Tx,
  batch: Batch,
  created: ReadonlyMap<DraftRow, number>,
  met: readonly Met[],
): Promise<void> {
  const { keyName, target, columns } = batch.plan
  if (keyName !== null) {
    const all = [
      ...created,
      ...met.flatMap(({ row, object, id }) => (object === target.name ? [[row, id] as const] : [])),
    ]
    const keys = all.flatMap(([{ read }, recordId]) => (read.key === null ? [] : [{ value: read.key, recordId }]))
    if (keys.length > 0) await insertKeys(tx, batch.importId, target.name, keyName, keys)
  }
  if (columns.every(({ by }) => by === null)) return
  const links = [...created].flatMap(([{ links, read }, recordId]) =>
    links.map((link) => ({ recordId, line: read.row.line, ...link })),
  )
  if (links.length > 0) await insertLinks(tx, batch.importId, links)
}

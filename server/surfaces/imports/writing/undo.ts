import { numberOfId } from '../../../../shared/ids.ts'
import { catalogueOf, definitionOf } from '../../../ground/objects/catalogue.ts'
import type { StoredRecord } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../../platform/tx.ts'
import { withdrawInquiries } from '../../../records/inquiries/inquiries.ts'
import { dealsPaidFor } from '../../../records/opportunities/payments.ts'
import { importerOf } from '../importer.ts'
import { changesAfter, importById, insertRefusals, updateState, type ChangeRow } from '../imports.sql.ts'
import { forgetMended } from '../mending.ts'
import { withOwnDoors, type Doors } from '../targets.ts'
import type { Workshop } from './run.ts'
import { undoConversionsInto } from './undoConversions.ts'
import { forgetChanges, forgetKeys, highestRemark, madeBy } from './undo.sql.ts'

const AT_ONCE = 1000
/** A deal may take a conversion back with it. */
const DEALS_AT_ONCE = 100

/** What was made last goes first, so that nothing points to what is gone. */
const ORDER = ['Payment', 'CampaignMember', 'Event', 'Task', 'Opportunity', 'Lead', 'Contact', 'Account', 'Campaign']

/**
 * Undoes an import: what it changed gets its old values back where nobody changed them since, what it made goes into
 * the recycle bin, and leads it converted are open again where nothing was built on them. What cannot go stays and is said. Cut off, it goes on when called again.
 */
export async function undoImport(workshop: Workshop, org: OrgRef, importId: number): Promise<void> {
  const imported = await reading(workshop.db, org, (tx) => importById(tx, importId))
  if (imported?.state !== 'undoing') return
  const each = async (step: (tx: Tx, actor: Actor) => Promise<boolean>): Promise<void> => {
    for (let goesOn = true; goesOn;)
      goesOn = await inTransaction(workshop.db, org, async (tx) => step(tx, await importerOf(tx, imported)))
  }
  const doors = await reading(workshop.db, org, (tx) => withOwnDoors(tx, workshop.doors))
  await each((tx, actor) => putBack(tx, actor, doors, importId))
  // An org's own objects point to the others, and nothing of the others to them.
  for (const objectName of [...ownNames(doors), ...ORDER]) {
    let after = 0
    await each(async (tx, actor) => {
      after = await takeAway(tx, actor, doors, { objectName, importId, after })
      return after > 0
    })
  }
  await inTransaction(workshop.db, org, async (tx) => {
    await withdrawInquiries(tx, importId)
    await forgetKeys(tx, importId)
    await forgetMended(tx, importId)
    await updateState(tx, importId, 'undone')
  })
}

const ownNames = (doors: Doors): readonly string[] =>
  [...doors.values()].flatMap(({ definition }) => (definition.number === undefined ? [] : definition.name))

async function putBack(tx: Tx, actor: Actor, doors: Doors, importId: number): Promise<boolean> {
  const changes = await changesAfter(tx, importId, 0, AT_ONCE)
  const { byNumber } = await catalogueOf(tx)
  for (const [number, those] of Map.groupBy(changes, ({ recordId }) => numberOfId(recordId))) {
    const objectName = byNumber.get(number)?.name ?? ''
    const door = doors.get(objectName)
    if (door === undefined) continue
    const definition = await definitionOf(tx, objectName)
    const records = new Map(
      (
        await recordsById(
          tx,
          actor,
          definition,
          those.map(({ recordId }) => recordId),
        )
      ).map((record) => [record.Id, record]),
    )
    const drafts = those.flatMap((change) => {
      const record = records.get(change.recordId)
      const draft = record === undefined ? {} : untouched(record, change)
      return Object.keys(draft).length === 0 ? [] : [{ id: change.recordId, draft }]
    })
    const saved = await door.update(tx, actor, drafts)
    await remark(
      tx,
      importId,
      saved.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal.message])),
    )
  }
  await forgetChanges(
    tx,
    importId,
    changes.map(({ recordId }) => recordId),
  )
  return changes.length === AT_ONCE
}

/** Old values of the fields that still hold what the import wrote. */
const untouched = (record: StoredRecord, { before, after }: ChangeRow): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(before).filter(([name]) => JSON.stringify(record[name]) === JSON.stringify(after[name])),
  )

/** Answers the id to go on after; 0 when nothing is left. */
async function takeAway(
  tx: Tx,
  actor: Actor,
  doors: Doors,
  { objectName, importId, after }: { objectName: string; importId: number; after: number },
): Promise<number> {
  const door = doors.get(objectName)
  if (door === undefined) return 0
  const atOnce = objectName === 'Opportunity' ? DEALS_AT_ONCE : AT_ONCE
  const made = await madeBy(tx, actor, await definitionOf(tx, objectName), importId, after, atOnce)
  if (made.length === 0) return 0
  const ids = made.map(({ id }) => id)
  const { staying, sentences } =
    objectName === 'Opportunity' ? await dealsThatStay(tx, actor, ids) : { staying: new Set<number>(), sentences: [] }
  const saved = await door.remove(
    tx,
    actor,
    ids.filter((id) => !staying.has(id)),
  )
  await remark(tx, importId, sentences)
  await remark(
    tx,
    importId,
    saved.flatMap(({ refusal }) =>
      refusal === undefined ? [] : [`A ${door.definition.label.toLowerCase()} stayed: ${refusal.message}`],
    ),
  )
  return made.length === atOnce ? (made.at(-1)?.id ?? 0) : 0
}

/** Deals others built on: a conversion that cannot be undone, or money that came in. */
async function dealsThatStay(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
): Promise<{ readonly staying: ReadonlySet<number>; readonly sentences: readonly string[] }> {
  const paid = await dealsPaidFor(tx, ids)
  const isPaid = new Set(paid.map(({ id }) => id))
  const { staying, sentences } = await undoConversionsInto(
    tx,
    actor,
    ids.filter((id) => !isPaid.has(id)),
  )
  return {
    staying: new Set([...staying, ...isPaid]),
    sentences: [
      ...sentences,
      ...paid.map(
        ({ name }) => `The deal ${name} stays: money was received for it. Remove its payments first, then the deal.`,
      ),
    ],
  }
}

const remark = async (tx: Tx, importId: number, reasons: readonly string[]): Promise<void> => {
  if (reasons.length === 0) return
  const before = await highestRemark(tx, importId)
  await insertRefusals(
    tx,
    importId,
    reasons.map((reason, at) => ({
      line: 0,
      number: before + at + 1,
      kind: 'noted' as const,
      field: null,
      reason,
      cells: [],
    })),
  )
}

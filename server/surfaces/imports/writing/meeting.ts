import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { fieldNamed, isDerived, type ObjectDefinition, type StoredRecord } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { insertChanges } from '../imports.sql.ts'
import type { Batch, DraftRow } from './terms.ts'
import { NOT_PROVIDED } from './fillings.ts'
import type { Outcome } from './outcome.ts'
import { isPerson, joinKnown, recordKnown, type Joining } from './people.ts'

/** A row and the record it is about, which we had before. */
export type Met = Joining & { readonly because: string; readonly by: 'key' | 'match' | 'row' }

/** Does with rows of records we know what the import's rule says. */
export async function meetKnown(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  met: readonly Met[],
  outcome: Outcome,
): Promise<void> {
  const isChange = batch.rule === 'fill' || batch.rule === 'update'
  const isInquiry = ({ object, by }: Met): boolean => batch.rule === 'inquiry' && by === 'match' && isPerson(object)
  const inquiring = met.filter(isInquiry)
  const changing = isChange ? met : []
  // Chosen to be made anyway, and a rule of the org does not let it.
  const kept = batch.options.duplicates === 'create' ? batch.ruling.blockedBy : null
  const why = kept === null ? '' : ` The duplicate rule '${kept}' keeps it from being made a second time.`
  for (const one of met) if (!isChange && !isInquiry(one)) outcome.skip(one.row.read.row, `${one.because}${why}`)
  if (inquiring.length > 0) await recordKnown(tx, actor, batch, inquiring, outcome)
  if (changing.length > 0) await changeKnown(tx, actor, batch, changing, outcome)
  await joinKnown(tx, actor, batch, changing, outcome)
}

async function changeKnown(tx: Tx, actor: Actor, batch: Batch, met: readonly Met[], outcome: Outcome): Promise<void> {
  for (const [object, those] of Map.groupBy(met, (one) => one.object)) {
    const door = batch.doors.get(object)
    if (door === undefined) continue
    const definition = await definitionOf(tx, object)
    const ids = [...new Set(those.map(({ id }) => id))]
    const before = new Map((await recordsById(tx, actor, definition, ids)).map((record) => [record.Id, record]))
    const changes = ids.flatMap((id) => {
      const record = before.get(id)
      const draft =
        record === undefined
          ? {}
          : draftOf(
              definition,
              record,
              those.filter((one) => one.id === id).map(({ row }) => row),
              batch.rule === 'update',
            )
      return Object.keys(draft).length === 0 ? [] : [{ id, draft }]
    })
    const saved = await door.update(tx, actor, changes)
    const refusals = new Map(saved.map(({ refusal }, at) => [changes[at]?.id, refusal]))
    const written = changes.filter(({ id }) => refusals.get(id) === undefined)
    await insertChanges(
      tx,
      batch.importId,
      written.map(({ id, draft }) => ({
        recordId: id,
        before: pick(before.get(id), Object.keys(draft)),
        after: draft,
      })),
    )
    for (const { id, row, because } of those) {
      const refusal = refusals.get(id)
      if (refusal !== undefined) outcome.refuseFor(row.read.row, refusal)
      else if (refusals.has(id)) outcome.count('updated')
      else outcome.skip(row.read.row, `${because} It has nothing new to say.`)
    }
  }
}

/** What the rows would change: every value of theirs, or only where we have none; of several rows the last, or the first, counts. */
function draftOf(
  definition: ObjectDefinition,
  record: StoredRecord,
  rows: readonly DraftRow[],
  replaces: boolean,
): Record<string, unknown> {
  const draft: Record<string, unknown> = {}
  for (const { draft: values } of rows) {
    for (const [name, value] of Object.entries(values)) {
      const field = fieldNamed(definition, name)
      if (
        field === undefined ||
        field.readOnly !== undefined ||
        isDerived(field) ||
        field.createOnly === true ||
        value === NOT_PROVIDED
      )
        continue
      const isBlank =
        record[field.name] === null || record[field.name] === undefined || record[field.name] === NOT_PROVIDED
      if (replaces ? record[field.name] !== value : isBlank && draft[field.name] === undefined)
        draft[field.name] = value
    }
  }
  return draft
}

const pick = (record: StoredRecord | undefined, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, record?.[name] ?? null]))

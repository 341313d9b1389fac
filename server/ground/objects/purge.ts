import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, refuseUnlessMay, type Actor } from '../users/actor.ts'
import { definitionsOf } from './catalogue.ts'
import { purgeDetails } from './customDetails.ts'
import type { Field, ObjectDefinition } from './definition.ts'
import { lockDeletedRows, purgeBelongings, purgeHistory, purgeRows } from './purge.sql.ts'
import type { Saved } from './save.ts'

/**
 * Removes records from the recycle bin for good, with their histories and what is nothing without them (memberships,
 * roles, attachments); one answer each, in order. Whom other records still point to is refused by the database, which
 * undoes the statement: callers of lists work in savepoints.
 */
export async function purgeRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  refuseUnlessHas(actor, 'empty_recycle_bin', 'remove records for good')
  refuseUnlessMay(actor, 'delete', definition)
  const gone = definition.hasRecycleBin ? await lockDeletedRows(tx, actor, definition, ids) : []
  if (gone.length > 0) {
    for (const [child, field] of await belongingsOf(tx, definition)) await purgeBelongings(tx, child, field, gone)
    await purgeDetails(tx, definition, gone)
    await purgeHistory(tx, gone)
    await purgeRows(tx, definition, gone)
  }
  const purged = new Set(gone)
  return ids.map((id) => (purged.delete(id) ? { id } : { id, refusal: notInBin(definition, id) }))
}

/** Objects without a recycle bin of their own whose records are reached through records of this one. */
async function belongingsOf(
  tx: Tx,
  { name }: ObjectDefinition,
): Promise<(readonly [child: ObjectDefinition, field: Field])[]> {
  const children = (await definitionsOf(tx)).filter(({ hasRecycleBin, rows }) => !hasRecycleBin && rows === undefined)
  return children.flatMap((child) =>
    (child.reachedThrough ?? []).flatMap((through) => {
      const field = child.field.get(through.toLowerCase())
      return field?.referenceTo?.includes(name) === true ? [[child, field] as const] : []
    }),
  )
}

const notInBin = ({ label }: ObjectDefinition, id: number): Refusal =>
  new Refusal(
    'not_in_recycle_bin',
    `The ${label.toLowerCase()} ${encodeId(id)} is not in the recycle bin, or you may not see it. Delete it first; only what is there can be removed for good.`,
    { kind: 'not_found', rule: 'Only what is in the recycle bin is removed for good.' },
  )

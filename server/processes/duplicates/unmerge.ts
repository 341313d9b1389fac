import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import {
  isSame,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from '../../ground/objects/definition.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { partAgain } from './joining.ts'
import {
  fateOf,
  forgetVerdicts,
  lockMerge,
  markUndone,
  movePointerBack,
  rolesOf,
  unmarkMerged,
  type Journal,
} from './merge.sql.ts'
import type { Matchable } from './duplicate.ts'
import { storedKeys } from './subject.ts'

/** What an undone merge gave back. */
export interface Unmerged {
  readonly object: Matchable
  readonly master: number
  readonly losers: readonly number[]
}

/**
 * Undoes a merge from its journal: the losers come back with everything that was theirs, and the master gets the
 * values it had, save those somebody changed since. Throws not_found, `merge_already_undone`, and
 * conflict-kind refusals when the master was merged on, deleted or converted meanwhile.
 */
export async function unmerge(tx: Tx, actor: Actor, mergeId: number): Promise<Unmerged> {
  refuseUnlessHas(actor, 'merge', 'undo a merge')
  const journal = await lockMerge(tx, mergeId)
  if (!journal || !isMatchable(journal.objectName)) throw notFound('merge', encodeId(mergeId))
  if (journal.undoneAt !== null)
    throw new Refusal('merge_already_undone', 'This merge is undone already.', { kind: 'conflict' })
  const definition = await definitionOf(tx, journal.objectName)
  const master = await lockMaster(tx, actor, definition, journal)
  await giveBack(tx, journal)
  const values = formerValues(definition, journal, master)
  const columns = {
    created_at: new Date(journal.before.createdAt),
    ...(await storedKeys(tx, journal.objectName, { ...master, ...values })),
  }
  await updateRecords(tx, actor, definition, new Map([[master.Id, master]]), [{ id: master.Id, values, columns }])
  // Only now: what must be unique is free again.
  const back = await unmarkMerged(tx, actor, definition, journal.loserIds, journal.masterId)
  if (back.length < journal.loserIds.length) throw loserGone(definition)
  await markUndone(tx, actor, mergeId)
  announce(tx, {
    type: `${journal.objectName.toLowerCase()}.unmerged`,
    recordIds: [journal.masterId, ...journal.loserIds],
    actorId: actor.userId,
    payload: { mergeId },
  })
  return { object: journal.objectName, master: journal.masterId, losers: journal.loserIds }
}

const isMatchable = (name: string): name is Matchable => name === 'Lead' || name === 'Contact' || name === 'Account'

async function lockMaster(tx: Tx, actor: Actor, definition: ObjectDefinition, journal: Journal): Promise<StoredRecord> {
  const locked = await lockRecords(tx, actor, definition, [journal.masterId])
  const master = locked.get(journal.masterId)
  const word = definition.label.toLowerCase()
  if (!master) {
    const [fate] = await fateOf(tx, actor, definition, [journal.masterId])
    if (!fate) throw notFound(word, encodeId(journal.masterId))
    const winner = fate.masterId === null ? undefined : encodeId(fate.masterId)
    throw new Refusal(
      'master_gone',
      winner
        ? `The ${word} they were merged into was itself merged into another one. Undo that merge first.`
        : `The ${word} they were merged into is in the recycle bin. Restore it first, then undo the merge.`,
      {
        kind: 'conflict',
        facts: { winner },
      },
    )
  }
  const [role] = await rolesOf(tx, definition, [journal.masterId])
  if (role?.convertedContactId !== null && role !== undefined) {
    throw new Refusal(
      'lead_already_converted',
      'This lead was converted after the merge, so the merge can no longer be undone. Undo the conversion first.',
      { kind: 'conflict', rule: 'A converted lead is locked.' },
    )
  }
  return master
}

const loserGone = ({ labelPlural }: ObjectDefinition): Refusal =>
  new Refusal(
    'loser_gone',
    `Some of the merged ${labelPlural.toLowerCase()} are no longer in the recycle bin, so this merge cannot be undone as a whole.`,
    { kind: 'conflict' },
  )

/** Everything in the reverse order of the merge. */
async function giveBack(tx: Tx, { moved, before }: Journal): Promise<void> {
  for (const { to, rows, ...pointer } of moved.toReversed()) await movePointerBack(tx, pointer, rows, to)
  for (const joined of before.joined.toReversed()) await partAgain(tx, joined)
  await forgetVerdicts(tx, before.verdicts)
}

/** What the master had before, field by field, where it still has what the merge gave it. */
function formerValues(definition: ObjectDefinition, journal: Journal, master: StoredRecord): FieldValues {
  const former: Record<string, FieldValue> = {}
  for (const [name, { before, after }] of Object.entries(journal.chosenValues)) {
    const field = definition.field.get(name.toLowerCase())
    if (!field) continue
    const isMoment = field.type === 'datetime'
    if (isSame(master[name], fromJson(after, isMoment))) former[name] = fromJson(before, isMoment)
  }
  return former
}

/** A field's value as the journal's JSON kept it. */
function fromJson(value: unknown, isMoment: boolean): FieldValue {
  if (typeof value === 'string') return isMoment ? new Date(value) : value
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

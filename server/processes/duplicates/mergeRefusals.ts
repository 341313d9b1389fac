import { encodeId } from '../../../shared/ids.ts'
import type { ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { fateOf, rolesOf, type Role } from './merge.sql.ts'
import { idsOf, type MergeRequest } from './mergeRequest.ts'

const mostLosers = 9

/** Throws `wrong_number_to_merge` and `same_record`. */
export function refuseOddNumbers(
  { label, labelPlural }: ObjectDefinition,
  masterId: number,
  loserIds: readonly number[],
): void {
  const different = new Set([masterId, ...loserIds])
  if (loserIds.length === 0 || loserIds.length > mostLosers) {
    throw new Refusal(
      'wrong_number_to_merge',
      `A merge takes one ${label.toLowerCase()} to keep and one to ${mostLosers} others. Merge larger groups step by step.`,
      { field: 'losers', rule: `2 to ${mostLosers + 1} ${labelPlural.toLowerCase()} are merged at a time.` },
    )
  }
  if (different.size !== loserIds.length + 1) {
    throw new Refusal(
      'same_record',
      `A ${label.toLowerCase()} stands twice in this merge. Name each record once, and the one to keep only as the master.`,
      { field: 'losers' },
    )
  }
}

/** Why groups cannot be merged: a record that cannot be locked was merged by somebody faster, was deleted, or is not for this actor's eyes. */
export async function refusalsOf(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  requests: readonly MergeRequest[],
  locked: ReadonlyMap<number, StoredRecord>,
): Promise<(Refusal | undefined)[]> {
  const missing = requests.flatMap(idsOf).filter((id) => !locked.has(id))
  const fates = missing.length === 0 ? [] : await fateOf(tx, actor, definition, missing)
  const masterOf = new Map(fates.map(({ id, masterId }) => [id, masterId]))
  const roles = await rolesOf(tx, definition, [...locked.keys()])
  const converted = new Map(
    roles.filter(({ convertedContactId }) => convertedContactId !== null).map((role) => [role.id, role]),
  )
  const taken = new Set<number>()
  return requests.map((request) => {
    const ids = idsOf(request)
    const gone = ids.filter((id) => !locked.has(id))
    const merged = gone.find((id) => typeof masterOf.get(id) === 'number')
    if (merged !== undefined) return alreadyMerged(definition, merged, masterOf.get(merged) ?? 0)
    if (gone[0] !== undefined) return notFound(definition.label.toLowerCase(), encodeId(gone[0]))
    const closed = ids.map((id) => converted.get(id)).find((role) => role !== undefined)
    if (closed !== undefined) return alreadyConverted(closed)
    const twice = ids.find((id) => taken.has(id))
    if (twice !== undefined) return alreadyMerged(definition, twice, request.master)
    for (const id of ids) taken.add(id)
    return undefined
  })
}

function alreadyMerged({ label, path }: ObjectDefinition, id: number, masterId: number): Refusal {
  const winner = encodeId(masterId)
  const word = label.toLowerCase()
  return new Refusal(
    'already_merged',
    `Somebody has just merged this ${word} into another one. Open that one, and go on from there.`,
    {
      kind: 'conflict',
      facts: { id: encodeId(id), winner },
      way: { label: `Open the ${word} it became`, href: `/${path}/${winner}` },
    },
  )
}

function alreadyConverted({ id, convertedContactId }: Role): Refusal {
  const contactId = convertedContactId ? encodeId(convertedContactId) : undefined
  return new Refusal(
    'lead_already_converted',
    'One of these leads is already converted, and a converted lead stays as it was. Merge its contact instead.',
    {
      kind: 'conflict',
      rule: 'A converted lead is locked.',
      facts: { id: encodeId(id), winner: contactId },
      ...(contactId && { way: { label: 'Open its contact', href: `/contacts/${contactId}` } }),
    },
  )
}

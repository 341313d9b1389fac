import { encodeId } from '../../../shared/ids.ts'
import { standardDefinition, type StoredRecord } from '../../ground/objects/definition.ts'
import { presentRecords, type PresentedRecord } from '../../ground/objects/present.ts'
import type { FoundMatch } from '../../ground/objects/schemas.ts'
import type { Tx } from '../../platform/tx.ts'
import type { DuplicateGroup, Match, Matchable } from './duplicate.ts'
import { certain } from '../../../shared/likelihood.ts'

/** Makes matches of several records ready for an answer; names of owners and accounts are read once an object. */
export async function presentMatches(tx: Tx, matches: readonly Match[]): Promise<FoundMatch[]> {
  const records = await presentRecordsOf(
    tx,
    matches.map(({ object, record }) => ({ object, record })),
  )
  return matches.map((match, at) => ({ ...presented(match), record: records[at] ?? { Id: encodeId(match.id) } }))
}

/** Makes groups ready for an answer, in two statements an object however many groups there are. */
export async function presentGroups(tx: Tx, groups: readonly DuplicateGroup[]) {
  const firsts = await presentRecordsOf(tx, groups)
  const matches = await presentMatches(
    tx,
    groups.flatMap((group) => group.matches),
  )
  let from = 0
  return groups.map((group, at) => {
    const own = matches.slice(from, (from += group.matches.length))
    return { object: group.object, record: firsts[at] ?? { Id: encodeId(group.record.Id) }, matches: own }
  })
}

export async function presentRecordsOf(
  tx: Tx,
  shown: readonly { readonly object: Matchable; readonly record: StoredRecord }[],
): Promise<PresentedRecord[]> {
  const answers: PresentedRecord[] = []
  const places = Map.groupBy(shown.keys(), (at) => shown[at]?.object ?? 'Lead')
  for (const [object, at] of places) {
    const definition = standardDefinition(object)
    if (!definition) continue
    const records = await presentRecords(
      tx,
      definition,
      at.flatMap((place) => shown[place]?.record ?? []),
    )
    for (const [index, place] of at.entries()) answers[place] = records[index] ?? { Id: '' }
  }
  return answers
}

const presented = ({ object, probability, reasons }: Match) => ({
  object,
  probability: Math.round(probability * 1000) / 1000,
  isCertain: probability >= certain,
  reasons,
})

/** A match in the answer to a save: what names the record, without another statement. */
export function brief(match: Match): FoundMatch {
  const { Name = null, Company, Email = null } = match.record
  return {
    ...presented(match),
    record: { Id: encodeId(match.id), Name, ...(Company !== undefined && { Company }), Email },
  }
}

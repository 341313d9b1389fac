import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { StoredRecord } from '../../ground/objects/definition.ts'
import { accountFacts, accountFactsOfLead } from '../../ground/people/facts.ts'
import { accountKeys } from '../../ground/people/matchKeys.ts'
import { may, refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { compareAccountTraits } from './compareAccounts.ts'
import {
  candidates,
  keepVerdicts,
  subjectRows,
  subjectsAfter,
  visibleIds,
  type Candidate,
  type Verdict,
  type Wanted,
} from './duplicates.sql.ts'
import { lookedForIn, type DuplicateGroup, type Match, type Matchable, type Subject } from './duplicate.ts'
import { comparable, keysOf, personTraitsOf, type Comparable } from './subject.ts'
import { accountPriors } from './matching/accountPriors.ts'
import { commonKeysOf, keysAmong, type CommonKeys } from './matching/commonKeys.ts'
import { modelWithin } from './matching/listModel.ts'
import type { Model, Models } from './matching/model.ts'
import { modelsOf } from './matching/models.ts'
import { personPriors } from './matching/personPriors.ts'
import { accountTraits } from './traits.ts'
import { likely } from '../../../shared/likelihood.ts'

const mostMatches = 20

/** What is known of an org before its records are looked through: what they are weighed by, and which keys are passed over. */
export type Knowledge = { readonly models: Models; readonly commonKeys: CommonKeys }

export const knowledgeOf = async (tx: Tx): Promise<Knowledge> => ({
  models: await modelsOf(tx),
  commonKeys: await commonKeysOf(tx),
})

/**
 * Likely duplicates of each record, most likely first, at most 20; one list a record, in order. Leads and
 * contacts are looked for among both, accounts among accounts. Left out are deleted records, converted leads,
 * what the actor may not see, and pairs somebody called not the same. One statement, however many records.
 */
export const findDuplicates = async (
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  subjects: readonly Subject[],
  atLeast = likely,
): Promise<Match[][]> => findDuplicatesKnowing(tx, actor, await knowledgeOf(tx), { objectName, subjects, atLeast })

/** The same, with the statement on its way when this returns: what the caller writes next is not found. */
export async function findDuplicatesKnowing(
  tx: Tx,
  actor: Actor,
  { models, commonKeys }: Knowledge,
  { objectName, subjects, atLeast }: LookUp & { readonly objectName: Matchable },
): Promise<Match[][]> {
  const objects = lookedForIn[objectName].filter((object) => may(actor, 'read', object))
  const wanted = wantedAmong(
    objects,
    commonKeys,
    subjects.map((subject) => ({ id: subject.id ?? 0, keys: keysOf(objectName, subject) })),
  )
  const matches: Match[][] = subjects.map(() => [])
  if (wanted.length === 0) return matches
  const compared: Comparable[] = []
  for (const candidate of await candidates(tx, actor, objects, wanted)) {
    const { at, object } = candidate
    const one = (compared[at] ??= comparable(objectName, subjects[at] ?? { values: {} }))
    const comparison = one.compareWith(subjectOf(candidate), object, models)
    if (comparison.probability >= atLeast)
      matches[at]?.push({ object, id: candidate.Id, ...comparison, record: candidate })
  }
  return matches.map(mostLikelyFirst)
}

/** A record that is not stored yet, and those of its keys that somebody may have. */
export type Suspect = { readonly subject: Subject; readonly keys: readonly number[] }

/** More at a time would be held in memory with a hundred candidates each. */
const SUSPECTS_AT_ONCE = 100

/**
 * The likeliest duplicate of each record, or undefined; one answer a record, in order. The same as the first of
 * `findDuplicates`, for many records at once: the next of them are looked up while these are compared.
 */
export async function findLikeliest(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  suspects: readonly Suspect[],
  atLeast = likely,
): Promise<(Omit<Match, 'record'> | undefined)[]> {
  const { models, commonKeys } = await knowledgeOf(tx)
  const objects = lookedForIn[objectName].filter((object) => may(actor, 'read', object))
  const wanted = wantedAmong(
    objects,
    commonKeys,
    suspects.map(({ keys }) => ({ id: 0, keys })),
  )
  const likeliest: (Omit<Match, 'record'> | undefined)[] = suspects.map(() => undefined)
  let compared: { readonly at: number; readonly one: Comparable } | undefined
  for await (const some of candidatesAhead(tx, actor, objects, wanted))
    for (const candidate of some) {
      const { at, object } = candidate
      if (compared?.at !== at) compared = { at, one: comparable(objectName, suspects[at]?.subject ?? { values: {} }) }
      const comparison = compared.one.compareWith(subjectOf(candidate), object, models)
      // They come in the order of their ids: of equals the first one stays.
      if (comparison.probability >= atLeast && comparison.probability > (likeliest[at]?.probability ?? 0))
        likeliest[at] = { object, id: candidate.Id, ...comparison }
    }
  return likeliest
}

/** Candidates in the order of the wanted; the next ones are on their way while these are looked at. */
async function* candidatesAhead(
  tx: Tx,
  actor: Actor,
  objects: readonly Matchable[],
  wanted: readonly Wanted[],
): AsyncGenerator<readonly Candidate[], void, void> {
  const ask = (from: number): Promise<Candidate[]> =>
    from < wanted.length
      ? candidates(tx, actor, objects, wanted.slice(from, from + SUSPECTS_AT_ONCE), 'compared')
      : Promise.resolve([])
  let next = ask(0)
  for (let from = 0; from < wanted.length; from += SUSPECTS_AT_ONCE) {
    const here = await next
    next = ask(from + SUSPECTS_AT_ONCE)
    // Its failure is heard in its turn; until then it must not end the program.
    next.catch(() => undefined)
    yield here
  }
}

/** Records to look for, and from which likelihood on a candidate is told. */
type LookUp = { readonly subjects: readonly Subject[]; readonly atLeast: number }

const wantedAmong = (
  objects: readonly Matchable[],
  commonKeys: CommonKeys,
  keyed: readonly { readonly id: number; readonly keys: readonly number[] }[],
): Wanted[] =>
  keyed
    .map(({ id, keys }, at) => ({ at, id, keys: keysAmong(objects, commonKeys, keys) }))
    .filter(({ keys }) => objects.some((object) => (keys[object] ?? []).length > 0))

/** Likely duplicates of stored records, one list an id, in order. Throws not_found for a record the actor cannot see. */
export async function findDuplicatesOf(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  ids: readonly number[],
): Promise<Match[][]> {
  const definition = await definitionOf(tx, objectName)
  const rows = new Map((await subjectRows(tx, actor, definition, objectName, ids)).map((row) => [row.Id, row]))
  const subjects = ids.map((id) => {
    const row = rows.get(id)
    if (!row) throw notFound(definition.label.toLowerCase(), encodeId(id))
    return subjectOf(row)
  })
  return findDuplicates(tx, actor, objectName, subjects)
}

/** The accounts a lead's company may already be, by name, domain, phone and place; one list a lead, in order. */
export const findAccountsOfLeads = async (
  tx: Tx,
  actor: Actor,
  leads: readonly Subject[],
  atLeast = 0.5,
): Promise<Match[][]> => findAccountsOfLeadsKnowing(tx, actor, await knowledgeOf(tx), { subjects: leads, atLeast })

/** The same, with the statement on its way when this returns. */
export async function findAccountsOfLeadsKnowing(
  tx: Tx,
  actor: Actor,
  { models, commonKeys }: Knowledge,
  { subjects: leads, atLeast }: LookUp,
): Promise<Match[][]> {
  const facts = leads.map(({ values }) => accountFactsOfLead(values))
  const wanted = wantedAmong(
    ['Account'],
    commonKeys,
    facts.map((account) => ({ id: 0, keys: accountKeys(account) })),
  )
  const matches: Match[][] = leads.map(() => [])
  if (wanted.length === 0 || !may(actor, 'read', 'Account')) return matches
  const traits = facts.map(accountTraits)
  for (const candidate of await candidates(tx, actor, ['Account'], wanted)) {
    const one = traits[candidate.at]
    const comparison = one && compareAccountTraits(one, accountTraits(accountFacts(candidate)), models.accounts)
    if (comparison && comparison.probability >= atLeast)
      matches[candidate.at]?.push({ object: 'Account', id: candidate.Id, ...comparison, record: candidate })
  }
  return matches.map(mostLikelyFirst)
}

/**
 * Likely duplicates within one list, before any of it is stored: pairs of places in the list, the earlier one first. What
 * much of the list shares says little; `outOf` is how many rows the list has where only those that share keys are given.
 */
export function duplicatesWithin(
  objectName: Matchable,
  subjects: readonly Subject[],
  atLeast = likely,
  outOf = subjects.length,
): { readonly at: number; readonly of: number; readonly probability: number; readonly reasons: readonly string[] }[] {
  const placesOfKey = new Map<number, number[]>()
  const pairs: { at: number; of: number; probability: number; reasons: readonly string[] }[] = []
  const models = { accounts: accountPriors, persons: personsModel(objectName, subjects, outOf) }
  for (const [at, subject] of subjects.entries()) {
    const earlier = new Set<number>()
    for (const key of keysOf(objectName, subject)) {
      const places = placesOfKey.get(key)
      if (!places) placesOfKey.set(key, [at])
      else {
        for (const place of places) earlier.add(place)
        // A hundred candidates are enough here as in the database; the first ones are kept.
        if (places.length < 100) places.push(at)
      }
    }
    if (earlier.size === 0) continue
    const one = comparable(objectName, subject)
    for (const of of earlier) {
      const other = subjects[of]
      const comparison = other && one.compareWith(other, objectName, models)
      if (comparison && comparison.probability >= atLeast) pairs.push({ at, of, ...comparison })
    }
  }
  return pairs
}

const personsModel = (objectName: Matchable, subjects: readonly Subject[], outOf: number): Model =>
  objectName === 'Account'
    ? personPriors
    : modelWithin(
        subjects.map((subject) => personTraitsOf(objectName, subject)),
        outOf,
      )

const readAtOnce = 500

/**
 * A page of groups found in the data, in the order of the ids of their first records: every record is shown
 * once with its likely duplicates of the same object that came later. `after` is the last id looked at.
 */
export async function listDuplicates(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  after: number,
  limit: number,
): Promise<{ readonly groups: DuplicateGroup[]; readonly next: number | null }> {
  refuseUnlessMay(actor, 'read', objectName)
  const definition = await definitionOf(tx, objectName)
  const rows = await subjectsAfter(tx, actor, definition, objectName, after, readAtOnce)
  const matches = await findDuplicates(tx, actor, objectName, rows.map(subjectOf))
  const groups: DuplicateGroup[] = []
  for (const [at, record] of rows.entries()) {
    const later = matches[at]?.filter(({ object, id }) => object === objectName && id > record.Id) ?? []
    if (later.length > 0) groups.push({ object: objectName, record, matches: later })
    if (groups.length === limit) return { groups, next: record.Id }
  }
  return { groups, next: rows.length === readAtOnce ? (rows.at(-1)?.Id ?? null) : null }
}

/**
 * Remembers for each pair what the actor decided; a pair that is not the same is never suggested again.
 * Throws not_found when one of the records is not there for the actor, and `same_record` for a record and itself.
 */
export async function decideOnPairs(tx: Tx, actor: Actor, verdicts: readonly Verdict[]): Promise<void> {
  if (actor.userId === null)
    throw new Refusal('verdict_needs_a_person', 'Only a person can decide whether two records are the same.', {
      kind: 'forbidden',
    })
  if (verdicts.some(({ leftId, rightId }) => leftId === rightId))
    throw new Refusal('same_record', 'A record cannot be compared with itself. Name two records.')
  const ids = new Set(verdicts.flatMap(({ leftId, rightId }) => [leftId, rightId]))
  for (const [object, idsOfObject] of Map.groupBy(ids, (id) => objectOfId(id) ?? '')) {
    if (!isMatchable(object))
      throw new Refusal('not_comparable', 'Only leads, contacts and accounts are compared with each other.', {
        field: 'leftId',
      })
    refuseUnlessMay(actor, 'edit', object)
    const definition = await definitionOf(tx, object)
    const there = new Set((await visibleIds(tx, actor, definition, idsOfObject)).map(({ id }) => id))
    const missing = idsOfObject.find((id) => !there.has(id))
    if (missing !== undefined) throw notFound(definition.label.toLowerCase(), encodeId(missing))
  }
  await keepVerdicts(tx, actor.userId, verdicts)
}

const isMatchable = (object: string): object is Matchable => object in lookedForIn

const subjectOf = (row: Candidate | (StoredRecord & { readonly accountName: string | null })): Subject => ({
  id: row.Id,
  values: row,
  ...(row.accountName !== null && { accountName: row.accountName }),
})

const mostLikelyFirst = (matches: readonly Match[]): Match[] =>
  matches.toSorted((a, b) => b.probability - a.probability || a.id - b.id).slice(0, mostMatches)

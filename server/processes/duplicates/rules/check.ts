import type { FieldValues, ObjectDefinition } from '../../../ground/objects/definition.ts'
import type {
  Candidate,
  DuplicateCheck,
  DuplicateFinding,
  DuplicateWish,
  Inspection,
} from '../../../ground/objects/duplicateCheck.ts'
import { fits } from '../../../ground/objects/fits.ts'
import { seesEverything, theProgram, type Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { lookedForIn, type Match, type Matchable, type Subject } from '../duplicate.ts'
import {
  duplicatesWithin,
  findAccountsOfLeadsKnowing,
  findDuplicatesKnowing,
  knowledgeOf,
  type Knowledge,
} from '../duplicates.ts'
import { brief } from '../presentMatches.ts'
import { keepReported, type Reported } from './reported.ts'
import { comparableWith, comparedBy, handlingOn, type DuplicateRule, type Handling } from './rule.ts'
import { activeRules } from './rules.ts'
import { duplicatesDetected, type Found } from './verdict.ts'

/** A rule that has something to say about a save, and what. */
export type Applying = { readonly rule: DuplicateRule; readonly handling: Handling }

/** What a door that saves records of an object is told: hand it to `useDuplicateCheck` at start, once an object. */
export const duplicateCheckOf =
  (objectName: Matchable): DuplicateCheck =>
  async (tx, actor, definition, on, wish) => {
    const applying = (await activeRules(tx, objectName))
      .filter((rule) => isFor(rule, actor))
      .map((rule) => ({ rule, handling: handlingOn(rule, on) }))
      .filter(({ handling }) => saysAnything(handling, wish))
    if (applying.length === 0) return undefined
    return inspectionBy({ tx, actor, knowledge: await knowledgeOf(tx), definition, objectName, wish }, applying)
  }

/** Nobody in particular has no role, and is met by the rules for everybody. */
export const isFor = ({ roles }: DuplicateRule, { userId, role }: Actor): boolean =>
  roles.length === 0 || (userId !== null && roles.includes(role))

const saysAnything = ({ action, alert, report }: Handling, { alertsNobody }: DuplicateWish): boolean =>
  action === 'block' || report || (alert && alertsNobody !== true)

export const mayBypass = ({ bypassRoles }: DuplicateRule, { userId, role }: Actor): boolean =>
  userId !== null && bypassRoles.includes(role)

/** Whether a finding of this rule keeps the record from being saved, the way the caller asked. */
const refuses = ({ rule, handling }: Applying, actor: Actor, { allowDuplicates }: DuplicateWish): boolean =>
  handling.action === 'block'
    ? !(allowDuplicates === true && mayBypass(rule, actor))
    : handling.alert && allowDuplicates === false

/** What the rules say of records somebody brings in by the thousand: the first that blocks, and the least certainty any asks for. */
export async function rulesOnImport(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
): Promise<{ readonly blocking: DuplicateRule | undefined; readonly least: number | undefined }> {
  const rules = (await activeRules(tx, objectName)).filter((rule) => isFor(rule, actor))
  const blocking = rules.find((rule) => rule.onCreate.action === 'block' && !mayBypass(rule, actor))
  const asked = blocking === undefined ? rules : [blocking]
  const compared = asked.flatMap(({ compares }) =>
    compares.filter(({ object }) => lookedForIn[objectName].includes(object)),
  )
  const least = Math.min(...compared.map(({ atLeast }) => atLeast))
  return { blocking, least: Number.isFinite(least) ? least : undefined }
}

export type Scene = {
  readonly tx: Tx
  readonly actor: Actor
  readonly knowledge: Knowledge
  readonly definition: ObjectDefinition
  readonly objectName: Matchable
  readonly wish: DuplicateWish
}

function inspectionBy(scene: Scene, applying: readonly Applying[]): Inspection {
  const { tx, actor, definition, objectName, wish } = scene
  let reported: (readonly Reported[])[] = []
  return {
    mayRefuse: applying.some((one) => refuses(one, actor, wish)),
    comparedBy: comparedBy[objectName],
    find: (records) =>
      lookAt(scene, applying, records).then((found) => {
        reported = found.map((those) =>
          those.flatMap(({ rule, handling, matches }) =>
            handling.report && matches.length > 0 ? [{ rule, matches }] : [],
          ),
        )
        return found.map((those) => findingOf(definition, actor, wish, those))
      }),
    stored: (ids) =>
      keepReported(
        tx,
        actor,
        reported.flatMap((those, at) => {
          const id = ids[at]
          return id === undefined ? [] : those.map((one) => ({ ...one, id }))
        }),
      ),
  }
}

export function findingOf(
  definition: ObjectDefinition,
  actor: Actor,
  wish: DuplicateWish,
  found: readonly Found[],
): DuplicateFinding {
  const told = found.filter(({ handling }) => handling.alert || handling.action === 'block')
  const duplicates = new Map(told.flatMap(({ matches }) => matches.map((match) => [match.id, match])))
  const refusing = told.filter((one) => refuses(one, actor, wish))
  const first = refusing.find(({ handling }) => handling.action === 'block') ?? refusing[0]
  return {
    duplicates: [...duplicates.values()].toSorted((a, b) => b.probability - a.probability).map(brief),
    ...(first && { refusal: duplicatesDetected(definition, first, maySave(first, actor, told)) }),
  }
}

/** Saving anyway gets past an alert; past a block only where the person may, and past every block there is. */
const maySave = (first: Found, actor: Actor, told: readonly Found[]): boolean =>
  first.handling.action === 'allow'
    ? true
    : told.every(({ rule, handling }) => handling.action === 'allow' || mayBypass(rule, actor))

/** What each rule finds of each record, in the order of the rules. The statements are sent before this returns. */
export async function lookAt(
  scene: Scene,
  applying: readonly Applying[],
  records: readonly Candidate[],
): Promise<Found[][]> {
  const { definition, objectName } = scene
  const fitting = records.map(({ values }) => applying.filter(({ rule }) => isMet(definition, rule, values)))
  const places = records.flatMap((_, at) => (fitting[at]?.length === 0 ? [] : [at]))
  const subjects = places.map((at) => subjectOf(records[at]))
  const pools = await poolsOf(scene, applying, subjects)
  const twice = earlierOf(objectName, applying, subjects)
  const found: Found[][] = records.map(() => [])
  for (const [index, at] of places.entries()) {
    const { seen = [], hidden = [] } = pools[index] ?? {}
    const earlier = twice.get(index)
    for (const { rule, handling } of fitting[at] ?? []) {
      const matches = seen.filter((match) => isCompared(rule, match))
      const unseen = rule.enforcesSharing ? 0 : hidden.filter((match) => isCompared(rule, match)).length
      const isTwice = handling.action === 'block' && earlier !== undefined && isCompared(rule, earlier)
      if (matches.length > 0 || unseen > 0 || isTwice)
        found[at]?.push({
          rule,
          handling,
          matches,
          hidden: unseen,
          ...(isTwice && { earlier: { at: places[earlier.of] ?? 0, reasons: earlier.reasons } }),
        })
    }
  }
  return found
}

export const isMet = (definition: ObjectDefinition, { conditions }: DuplicateRule, values: FieldValues): boolean =>
  conditions === null || fits(definition, conditions, values)

const isCompared = ({ compares }: DuplicateRule, match: Pick<Match, 'object' | 'probability'>): boolean =>
  compares.some(({ object, atLeast }) => object === match.object && match.probability >= atLeast)

const subjectOf = (record: Candidate | undefined): Subject => ({
  ...(record?.id !== undefined && { id: record.id }),
  values: record?.values ?? {},
})

type Pool = { readonly seen: readonly Match[]; readonly hidden: readonly Match[] }

/** All records that look the same, those apart that only a rule sees which looks past what the person may see. */
async function poolsOf(scene: Scene, applying: readonly Applying[], subjects: readonly Subject[]): Promise<Pool[]> {
  const { actor, objectName, wish } = scene
  const least = Math.min(...applying.flatMap(({ rule }) => rule.compares.map(({ atLeast }) => atLeast)))
  const looksPast =
    wish.onlySeen !== true &&
    applying.some(({ rule }) => !rule.enforcesSharing) &&
    comparableWith[objectName].some((object) => !seesEverything(actor, object))
  const [own, all] = await Promise.all([
    matchesFor(scene, applying, subjects, least),
    looksPast ? matchesFor({ ...scene, actor: theProgram }, applying, subjects, least) : undefined,
  ])
  return own.map((seen, at) => {
    const ids = new Set(seen.map(({ id }) => id))
    return { seen, hidden: all?.[at]?.filter(({ id }) => !ids.has(id)) ?? [] }
  })
}

async function matchesFor(
  { tx, actor, knowledge, objectName }: Scene,
  applying: readonly Applying[],
  subjects: readonly Subject[],
  atLeast: number,
): Promise<Match[][]> {
  const wantsAccounts =
    objectName === 'Lead' && applying.some(({ rule }) => rule.compares.some(({ object }) => object === 'Account'))
  const [same, accounts] = await Promise.all([
    findDuplicatesKnowing(tx, actor, knowledge, { objectName, subjects, atLeast }),
    wantsAccounts ? findAccountsOfLeadsKnowing(tx, actor, knowledge, { subjects, atLeast }) : undefined,
  ])
  return same.map((matches, at) => [...matches, ...(accounts?.[at] ?? [])])
}

/** Records alike to an earlier one of the same list: only a block minds, since nothing of the list is stored yet. */
function earlierOf(objectName: Matchable, applying: readonly Applying[], subjects: readonly Subject[]) {
  const pairs =
    subjects.length < 2 || !applying.some(({ handling }) => handling.action === 'block')
      ? []
      : duplicatesWithin(objectName, subjects)
  return new Map(pairs.map(({ at, ...pair }) => [at, { ...pair, object: objectName }]))
}

import { encodeId, numberNamed } from '../../../shared/ids.ts'
import { definitionOf, definitionsOf } from '../../ground/objects/catalogue.ts'
import type { Field } from '../../ground/objects/definition.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { fetchBytes } from './bytes.ts'
import { copyHistory, copyObject, type Copying } from './copying.ts'
import { compareCounts, type Count, type CountedObject } from './counts.ts'
import {
  copiedAfter,
  everyProgress,
  finishCopy,
  joinReferences,
  keepProgress,
  lockedProgress,
  openCopy,
  waitingFields,
} from './copies.sql.ts'
import { describeTheirs, theirObjectNames, type TheirObject } from './describing.ts'
import { copyUsers, matchedUsers, USER_FIELDS } from './people.ts'
import {
  files,
  groundwork,
  histories,
  historyOfOwn,
  standardObjects,
  type HistoryPlan,
  type ObjectPlan,
} from './plan.ts'
import { countOf, recordsOf } from './reading.ts'
import { textIn, type Source } from './source.ts'
import { recordsOfObject, theOrganization } from './theirs.sql.ts'
import { makeStructure, missingStructure, type Structure } from './structure.ts'

export type Migration = {
  readonly db: Database
  readonly org: OrgRef
  readonly source: Source
  /** Who copies, and owns what belonged to nobody who is here. */
  readonly actor: Actor & { readonly userId: number }
  /** Only these, of the objects with records; all unless said. */
  readonly objects?: readonly string[]
  /** Records in a page; each page is a transaction. */
  readonly pageRows?: number
  readonly onRows?: (objectName: string, rows: number) => void
}

export type Copied = {
  readonly counts: readonly Count[]
  readonly leftOut: Structure['leftOut']
}

/** What would be made and copied; nothing is written. */
export type Preview = {
  readonly structure: Structure
  readonly users: { readonly matched: number; readonly placeholders: number }
  readonly counts: readonly { readonly objectName: string; readonly there: number }[]
}

/**
 * Copies another org through its own API: objects and fields that are missing here, users, records with their dates
 * and owners, what changed in them, and files. Cut off and called again it goes on where it was. Writes nothing there.
 */
export async function copyOrg(migration: Migration): Promise<Copied> {
  const { db, org, source, actor } = migration
  const sourceId = await idOf(source)
  const theirs = await theirObjects(migration)
  const leftOut = await inTransaction(db, org, async (tx) => {
    await openCopy(tx, { sourceId, address: source.url, startedById: actor.userId })
    const missing = await missingStructure(tx, theirs.described)
    return [...missing.leftOut, ...(await makeStructure(tx, theProgram, missing, theirs.described))]
  })
  const users = await recordsOf(source, recordsOfObject('User', USER_FIELDS))
  await inTransaction(db, org, (tx) => copyUsers(tx, sourceId, users))
  const copying: Copying = { ...migration, sourceId, ownerId: actor.userId }
  const isHere = await objectsHere(migration)
  // One after the other: what comes later points to what came before.
  for (const plan of theirs.plans) if (isHere(plan.name)) await copyObject(copying, plan, theirs.byName(plan.name))
  for (const history of theirs.histories) if (isHere(history.of)) await copyHistory(copying, history)
  await joinAll(copying)
  await fetchFiles(copying)
  const counts = await compareCounts(db, org, {
    source,
    sourceId,
    names: countedObjects(theirs).filter(({ of }) => isHere(of)),
  })
  await inTransaction(db, org, (tx) => finishCopy(tx, sourceId))
  return { counts, leftOut }
}

/** Every record that came from there, and as which of ours it lives on: for whoever has old ids in links and spreadsheets. */
export async function* copiedIds(
  db: Database,
  org: OrgRef,
  source: Source,
): AsyncGenerator<{ readonly object: string; readonly theirs: string; readonly ours: string }> {
  const sourceId = await idOf(source)
  const names = (await reading(db, org, (tx) => everyProgress(tx, sourceId))).map(({ objectName }) => objectName)
  for (const object of names) {
    let after = ''
    for (;;) {
      const page = await reading(db, org, (tx) => copiedAfter(tx, sourceId, object, after, IDS_AT_ONCE))
      for (const { theirId, recordId } of page) yield { object, theirs: theirId, ours: encodeId(recordId) }
      after = page.at(-1)?.theirId ?? after
      if (page.length < IDS_AT_ONCE) break
    }
  }
}

const IDS_AT_ONCE = 5000

/** Looks at both orgs and says what copying would do. */
export async function previewCopy(migration: Migration): Promise<Preview> {
  const { db, org, source } = migration
  const sourceId = await idOf(source)
  const theirs = await theirObjects(migration)
  const users = await recordsOf(source, recordsOfObject('User', USER_FIELDS))
  const structure = await reading(db, org, (tx) => missingStructure(tx, theirs.described))
  const { strangers } = await reading(db, org, (tx) => matchedUsers(tx, sourceId, users))
  const counts: { objectName: string; there: number }[] = []
  for (const { name, isAsked } of countedObjects(theirs))
    if (isAsked) counts.push({ objectName: name, there: await countOf(source, name) })
  return {
    structure,
    users: { matched: users.length - strangers.length, placeholders: strangers.length },
    counts,
  }
}

async function idOf(source: Source): Promise<string> {
  const [organization] = await recordsOf(source, theOrganization)
  return textIn(organization?.Id)
}

type Theirs = {
  readonly plans: readonly ObjectPlan[]
  readonly histories: readonly HistoryPlan[]
  readonly described: readonly TheirObject[]
  readonly byName: (name: string) => TheirObject
}

async function theirObjects({ db, org, source, objects }: Migration): Promise<Theirs> {
  const names = await theirObjectNames(source)
  const chosen = new Set((objects ?? []).map((name) => name.toLowerCase()))
  const isWanted = ({ name }: { name: string }): boolean =>
    names.has(name) && (chosen.size === 0 || chosen.has(name.toLowerCase()))
  const own = [...names].filter((name) => name.endsWith('__c')).map((name): ObjectPlan => ({ name }))
  const records = [...standardObjects, ...own, ...files].filter(isWanted)
  const plans = [...groundwork.filter(({ name }) => names.has(name)), ...records]
  const described: TheirObject[] = []
  for (const { name } of plans) {
    const one = await describeTheirs(source, name)
    if (!one.isSetting) described.push(one)
  }
  const known = new Map(described.map((one) => [one.name, one]))
  const isHere = await objectsHere({ db, org })
  return {
    plans: plans.filter(({ name }) => known.has(name) && (isHere(name) || name.endsWith('__c'))),
    histories: [...histories, ...own.map(({ name }) => historyOfOwn(name))].filter(
      ({ name, of }) => names.has(name) && isWanted({ name: of }) && known.has(of),
    ),
    described,
    byName: (name) => {
      const one = known.get(name)
      if (one === undefined) throw new Error(`The source has no object ${name}.`)
      return one
    },
  }
}

/** Whether an object of this name is here. */
async function objectsHere({ db, org }: Pick<Migration, 'db' | 'org'>): Promise<(name: string) => boolean> {
  const names = new Set((await reading(db, org, definitionsOf)).map(({ name }) => name))
  return (name) => names.has(name)
}

const countedObjects = (theirs: Theirs): (CountedObject & { readonly of: string })[] => [
  { name: 'User', of: 'User', isRecord: true, isAsked: true },
  ...theirs.plans.map(({ name, askedBy, isForeign }) => ({
    name,
    of: name,
    isRecord: true,
    isAsked: askedBy === undefined && isForeign === undefined,
  })),
  ...theirs.histories.map(({ name, of }) => ({ name, of, isRecord: false, isAsked: true })),
]

/** References to records that were copied later: parents of the same object, campaigns of each other, deals of leads. */
async function joinAll({ db, org, sourceId }: Copying): Promise<void> {
  const waiting = await reading(db, org, (tx) => waitingFields(tx, sourceId))
  for (const { objectName, field } of waiting)
    await inTransaction(db, org, async (tx) => {
      const definition = await definitionOf(tx, objectName)
      const found = definition.field.get(field.toLowerCase())
      if (found !== undefined) await joinReferences(tx, sourceId, definition, found, numbersFor(found))
    })
}

const numbersFor = ({ referenceTo = [], referenceNumbers = [] }: Field): number[] => [
  ...referenceNumbers,
  ...referenceTo.flatMap((name) => numberNamed(name) ?? []),
]

async function fetchFiles({ db, org, source, sourceId, onRows }: Copying): Promise<void> {
  let fetched = 0
  const onFile = (): void => onRows?.('files', ++fetched)
  const refused = await fetchBytes(db, org, { source, sourceId, onFile })
  if (refused === 0) return
  await inTransaction(db, org, async (tx) => {
    const known = await everyProgress(tx, sourceId)
    const name = known.find(({ objectName }) => objectName === 'ContentVersion')?.objectName ?? 'Attachment'
    const progress = await lockedProgress(tx, sourceId, name)
    const notes = { ...progress.notes, 'files whose bytes the source did not give': refused }
    await keepProgress(tx, sourceId, { ...progress, notes })
  })
}

import { z } from 'zod'
import type { Id } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { now } from '../../platform/clock.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { addUse, callsSince, useRows, useSums, type NamedUse, type Use, type UsePlace, type UseSum } from './use.sql.ts'

export type { NamedUse, UseSum }

// Calls are counted in memory and written every few seconds: no request writes a row for itself. What a program that is
// killed had counted since is lost, which is a few seconds of a statistic.

export type ApiCall = {
  readonly org: OrgRef
  readonly userId: Id | null
  readonly appId: Id | null
  /** `REST query`, `SOAP`, `Bulk 2`. */
  readonly family: string
  /** The object asked for, where the address names one. */
  readonly entity: string | null
  readonly isError: boolean
  readonly bytes: number
  readonly milliseconds: number
}

const id = z.int().min(0)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
// There is no cap; clients want a number, and the highest every language's integer holds is one nobody reaches.
const NO_CAP = 2_147_483_647
const MOST_KINDS = 20_000

type Sums = { -readonly [Key in keyof Use]: Use[Key] }
type Counted = { readonly org: OrgRef; written: number; waiting: number; readonly kinds: Map<string, Sums> }

const counted = new WeakMap<Database, Map<string, Counted>>()

/** Counts one call. */
export function countCall(db: Database, { org, isError, ...call }: ApiCall): void {
  const of = countedOf(db, org)
  of.waiting += 1
  const hour = new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS)
  add(of.kinds, { ...call, hour, calls: 1, errors: isError ? 1 : 0 })
}

/** How many calls an org made within a day, for `Sforce-Limit-Info` and /limits. Other processes' calls are in it within seconds. */
export function apiUsage(db: Database, org: OrgRef): { readonly used: number; readonly max: number } {
  const { written, waiting } = countedOf(db, org)
  return { used: written + waiting, max: NO_CAP }
}

/** Orgs of which calls were counted since they were last written. */
export const orgsWithCalls = (db: Database): OrgRef[] =>
  [...(counted.get(db)?.values() ?? [])].filter(({ waiting }) => waiting > 0).map(({ org }) => org)

/** What was counted of an org since it was last written, taken out of memory. */
export type TakenUse = { readonly uses: readonly Use[]; readonly calls: number }

export function takeUse(db: Database, org: OrgRef): TakenUse {
  const of = countedOf(db, org)
  const taken = { uses: [...of.kinds.values()], calls: of.waiting }
  of.kinds.clear()
  of.waiting = 0
  // Until it is read anew, so that the figure never falls.
  of.written += taken.calls
  return taken
}

/** Writes it; answers how many calls there were within a day. */
export async function keepUse(tx: Tx, { uses }: TakenUse): Promise<number> {
  await addUse(tx, uses)
  return callsSince(tx, new Date(tx.now.getTime() - DAY_MS))
}

export const noteWritten = (db: Database, org: OrgRef, calls: number): void => {
  countedOf(db, org).written = calls
}

/** What could not be written is counted on. */
export function giveBack(db: Database, org: OrgRef, { uses, calls }: TakenUse): void {
  const of = countedOf(db, org)
  of.written -= calls
  of.waiting += calls
  for (const use of uses) add(of.kinds, use)
}

export type UsePage = { readonly uses: readonly NamedUse[]; readonly next: string | null }

const PAGE = 500
const LONGEST_DAYS = 92

/** The log of API use: a row an hour for each user, program, kind of call and object; the newest first. Needs `set_up`. */
export async function listUse(
  tx: Tx,
  actor: Actor,
  { from, to, after }: { readonly from: Date; readonly to: Date; readonly after?: string },
): Promise<UsePage> {
  refuseUnlessHas(actor, 'set_up', 'see what programs do')
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS || to <= from)
    throw new Refusal('invalid_value', `Ask for at most ${LONGEST_DAYS} days, the beginning before the end.`, {
      field: 'from',
    })
  const uses = await useRows(tx, { from, to, after: placeIn(after) }, PAGE)
  const last = uses.at(-1)
  return { uses, next: last === undefined || uses.length < PAGE ? null : placeOf(last) }
}

/** The same, summed by program, user and kind since a moment; the 200 busiest. */
export async function sumUse(tx: Tx, actor: Actor, days: number): Promise<UseSum[]> {
  refuseUnlessHas(actor, 'set_up', 'see what programs do')
  return useSums(tx, new Date(tx.now.getTime() - days * DAY_MS), 200)
}

function countedOf(db: Database, org: OrgRef): Counted {
  const byOrg = counted.get(db) ?? new Map<string, Counted>()
  counted.set(db, byOrg)
  const known = byOrg.get(org.schema) ?? { org, written: 0, waiting: 0, kinds: new Map() }
  byOrg.set(org.schema, known)
  return known
}

function add(kinds: Map<string, Sums>, use: Use): void {
  const key = keyOf(use)
  const sums = kinds.get(key)
  if (sums === undefined) {
    // Only names of objects could be many, and those are not a client's to make up.
    if (kinds.size < MOST_KINDS) kinds.set(key, { ...use })
    return
  }
  sums.calls += use.calls
  sums.errors += use.errors
  sums.bytes += use.bytes
  sums.milliseconds += use.milliseconds
}

const keyOf = ({ hour, userId, appId, family, entity }: Use): string =>
  `${hour.getTime()} ${userId} ${appId} ${family} ${entity}`

const placeOf = ({ hour, userId, appId, family, entity }: Use): string =>
  Buffer.from(JSON.stringify([hour, userId, appId, family, entity])).toString('base64url')

const place = z.tuple([
  z.iso.datetime(),
  id.nullable(),
  id.nullable(),
  z.string().max(100),
  z.string().max(100).nullable(),
])

function placeIn(text: string | undefined): UsePlace | undefined {
  if (text === undefined) return undefined
  const { success, data } = place.safeParse(parsed(text))
  if (!success)
    throw new Refusal('malformed_value', 'This page is not known. Begin with the first.', {
      kind: 'malformed',
      field: 'after',
    })
  const [hour, userId, appId, family, entity] = data
  return { hour, userId, appId, family, entity }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

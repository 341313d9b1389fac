import type { Tx } from '../../platform/tx.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { lockPeople } from '../../ground/people/people.ts'
import type { Actor } from '../../ground/users/actor.ts'
import {
  correctCounts,
  countArrived,
  foldCounts,
  insertDifferences,
  type Correction,
  type Difference,
} from './counts.sql.ts'
import { insertPeriods, knownAs, reopenPeriods, standingsOf, standingsOfPeople, type Standing } from './periods.sql.ts'

/** What of a member is counted. */
export type Counted = Pick<Standing, 'campaignId' | 'status' | 'hasResponded' | 'respondedAt' | 'leadId' | 'contactId'>

/** Adds to the numbers of the campaigns what these changes come to; nobody waits for anybody. */
export async function count(tx: Tx, changes: readonly { readonly before?: Counted; readonly after?: Counted }[]) {
  const sums = new Map<string, Difference>()
  const add = (one: Counted | undefined, by: 1 | -1): void => {
    if (one === undefined) return
    const { campaignId, status, leadId, contactId, hasResponded, respondedAt } = one
    const key = `${campaignId} ${status}`
    const sum = sums.get(key) ?? { campaignId, status, ...nothing }
    const when = (is: boolean): number => (is ? by : 0)
    sums.set(key, {
      ...sum,
      members: sum.members + by,
      leads: sum.leads + when(leadId !== null),
      contacts: sum.contacts + when(contactId !== null),
      converted: sum.converted + when(leadId !== null && contactId !== null),
      responses: sum.responses + when(hasResponded),
      responders: sum.responders + when(respondedAt !== null),
    })
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  await insertDifferences(
    tx,
    [...sums.values()].filter((sum) => names.some((name) => sum[name] !== 0)),
  )
}

const nothing = { members: 0, leads: 0, contacts: 0, converted: 0, responses: 0, responders: 0 }
const names = Object.keys(nothing) as (keyof typeof nothing)[]

/** Keeps where members stood until now: who moved or left, and who or what did it. */
export async function keepPeriods(
  tx: Tx,
  actor: Actor,
  ended: readonly Standing[],
  source: string | null = null,
): Promise<void> {
  if (ended.length === 0) return
  const ids = await drawIds(tx, 'MemberStatusPeriod', ended.length)
  await insertPeriods(
    tx,
    ended.map((one, at) => ({ ...one, id: ids[at] ?? 0, memberId: one.id })),
    { byId: actor.userId, source },
  )
}

/** Whose memberships something else changes: a merge, a conversion, and their undoing. */
export type Concerned = {
  readonly personIds: readonly number[]
  /** Memberships that may come back, which nobody has now. */
  readonly memberIds?: readonly number[]
}

/**
 * Does what changes memberships of people from above, and keeps the numbers and the histories true: what ended is past,
 * what became one is counted once. The people are locked, so that nobody brings them into a campaign meanwhile.
 */
export async function countingMembers<T>(
  tx: Tx,
  actor: Actor,
  { personIds, memberIds = [] }: Concerned,
  source: 'Merge' | 'Conversion',
  work: () => Promise<T>,
): Promise<T> {
  await lockPeople(tx, personIds)
  const before = new Map((await standingsOfPeople(tx, personIds)).map((one) => [one.id, one]))
  if (before.size === 0 && memberIds.length === 0) return work()
  const done = await work()
  const after = new Map((await standingsOf(tx, [...before.keys(), ...memberIds])).map((one) => [one.id, one]))
  const all = [...new Set([...before.keys(), ...after.keys()])]
  await count(
    tx,
    all.map((id) => ({ before: before.get(id), after: after.get(id) })),
  )
  await keepHistories(tx, actor, personIds, { before, after }, source)
  return done
}

async function keepHistories(
  tx: Tx,
  actor: Actor,
  personIds: readonly number[],
  { before, after }: { readonly before: ReadonlyMap<number, Standing>; readonly after: ReadonlyMap<number, Standing> },
  source: string,
): Promise<void> {
  const known = await knownAs(tx, personIds)
  const isSame = (one: Standing, other: Standing | undefined): boolean =>
    one.status === other?.status && one.since === other.since
  await reopenPeriods(
    tx,
    personIds,
    [...after.values()].filter((one) => !isSame(one, before.get(one.id))),
  )
  const places = new Map([...after.values()].map((one) => [`${one.campaignId}:${one.personId}`, one]))
  const ended = [...before.values()].flatMap((one) => {
    const personId = known.get(one.personId) ?? one.personId
    // Where two memberships became one, the status that was kept lives on.
    const livesOn = isSame(one, after.get(one.id)) || isSame(one, places.get(`${one.campaignId}:${personId}`))
    return livesOn ? [] : [{ ...one, personId }]
  })
  await keepPeriods(tx, actor, ended, source)
}

/** Counts memberships that were stored as another system kept them. */
export const countCopied = (tx: Tx, ids: readonly number[]): Promise<void> => countArrived(tx, ids)

/** Counts every member of every campaign anew, corrects the kept numbers, and answers what they were off by. */
export const recountCampaigns = (tx: Tx): Promise<readonly Correction[]> => correctCounts(tx)

/** Puts what was noted of up to a thousand campaigns together; answers of how many. */
export const foldCampaignCounts = (tx: Tx): Promise<number> => foldCounts(tx)

import { drawIds } from '../../ground/objects/ids.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import { eventStatuses, lockPlans } from '../../records/sessions/plans.ts'
import { isOver } from '../../records/sessions/session.ts'
import { choose, lockEvents, refusalOf } from './lockedEvents.ts'
import { standMembers } from './memberships.ts'
import { giveUpSessions, promoteBookings, promoteRegistrations } from './places.sql.ts'
import { newCode, type Attendee, type Registration } from './registration.ts'
import {
  bookingsOf,
  cancelRows,
  countPlaces,
  insertRegistrations,
  raiseRevision,
  registrationsById,
  registrationsIn,
  registrationsOfPeople,
  renewRegistrations,
  type Counts,
} from './registrations.sql.ts'
import { writeToHolders, type LetterSetting } from './letters.ts'

/** Somebody who wants to come: to the event, and to these of its sessions. */
export type Wish = {
  readonly campaignId: number
  readonly who: Attendee
  readonly sessionIds: readonly number[]
  /** The post of the registration page that says so. */
  readonly formPostId?: number
}

export type Registered = {
  readonly registration?: Registration
  /** False for who was registered before: what they chose now was added to it. */
  readonly isNew: boolean
  readonly refusal?: Refusal
}

/**
 * Registers people, in the order given: each gets a place as long as there are any, and stands on the waiting list
 * else. Who is registered already keeps the one registration, and chooses sessions in addition. Places are given out
 * one transaction after the other (the event's row is locked), so the last one is given once. Letters go to each.
 *
 * One answer each, in order. Refuses `event_over` and `not_an_event`. Announces `event.registered`.
 */
export async function registerPeople(
  tx: Tx,
  actor: Actor,
  setting: LetterSetting,
  wishes: readonly Wish[],
): Promise<Registered[]> {
  const { plans, sessions } = await lockEvents(
    tx,
    wishes.map(({ campaignId }) => campaignId),
  )
  const refused = wishes.map(({ campaignId }) => refusalOf(plans.get(campaignId), tx.now))
  const wanted = wishes.filter((_, at) => refused[at] === undefined)
  const held = await heldAlready(tx, wanted)
  const { idOf, freshIds } = await enrol(tx, actor, wanted, held)
  await choose(
    tx,
    sessions,
    wanted.map((wish) => ({
      registrationId: idOf.get(placeOf(wish)) ?? 0,
      campaignId: wish.campaignId,
      sessionIds: wish.sessionIds,
    })),
  )
  const mine = [...new Set(wanted.map((wish) => idOf.get(placeOf(wish)) ?? 0))]
  await settlePlaces(tx, setting, [...plans.keys()], { exceptFor: new Set(mine) })
  const after = new Map((await registrationsById(tx, mine)).map((one) => [one.id, one]))
  await stand(tx, actor, plans, [...after.values()], wanted)
  const before = new Set([...held.values()].filter(({ state }) => state !== 'cancelled').map(({ id }) => id))
  await writeToHolders(
    tx,
    setting,
    mine.filter((id) => !before.has(id)),
    'registered',
  )
  await writeToHolders(
    tx,
    setting,
    mine.filter((id) => before.has(id)),
    'again',
  )
  announce(tx, { type: 'event.registered', recordIds: mine, actorId: actor.userId })
  return wishes.map((wish, at): Registered => {
    const id = idOf.get(placeOf(wish)) ?? 0
    return refused[at] === undefined
      ? { registration: after.get(id), isNew: freshIds.has(id) }
      : { isNew: false, refusal: refused[at] }
  })
}

/** Everybody waits at first: a row each for who is new, and the old one again for who had cancelled. */
async function enrol(
  tx: Tx,
  actor: Actor,
  wanted: readonly Wish[],
  held: ReadonlyMap<string, Registration>,
): Promise<{ readonly idOf: ReadonlyMap<string, number>; readonly freshIds: ReadonlySet<number> }> {
  const fresh = firstOfEach(wanted.filter((wish) => !held.has(placeOf(wish))))
  const ids = await drawIds(tx, 'EventRegistration', fresh.length)
  await insertRegistrations(
    tx,
    actor.userId,
    fresh.map(({ campaignId, who, formPostId }, at) => ({
      id: ids[at] ?? 0,
      campaignId,
      personId: who.personId,
      code: newCode(),
      formPostId: formPostId ?? null,
    })),
  )
  await renewRegistrations(
    tx,
    [...held.values()].map(({ id }) => id),
  )
  const idOf = new Map([
    ...[...held].map(([place, { id }]) => [place, id] as const),
    ...fresh.map((wish, at) => [placeOf(wish), ids[at] ?? 0] as const),
  ])
  return { idOf, freshIds: new Set(ids) }
}

/** Chooses other sessions for a registration: what is given back goes to who waits. Answers it as it is then. */
export async function changeSessionsOf(
  tx: Tx,
  actor: Actor,
  setting: LetterSetting,
  { registrationId, sessionIds }: { readonly registrationId: number; readonly sessionIds: readonly number[] },
): Promise<Registration> {
  const before = await getRegistration(tx, registrationId)
  const { plans, sessions } = await lockEvents(tx, [before.campaignId])
  const locked = await getRegistration(tx, registrationId)
  if (locked.state === 'cancelled') throw cancelledAlready()
  const refusal = refusalOf(plans.get(locked.campaignId), tx.now)
  if (refusal !== undefined) throw refusal
  const bookings = (await bookingsOf(tx, [registrationId])).filter(({ state }) => state !== 'cancelled')
  const open = new Set(
    (sessions.get(locked.campaignId) ?? []).filter((one) => !isOver(one, tx.now)).map(({ id }) => id),
  )
  const given = bookings.filter(({ sessionId }) => open.has(sessionId) && !sessionIds.includes(sessionId))
  await giveUpSessions(tx, given)
  await choose(tx, sessions, [{ registrationId, campaignId: locked.campaignId, sessionIds }])
  await raiseRevision(tx, [registrationId])
  await settlePlaces(tx, setting, [locked.campaignId], { exceptFor: new Set([registrationId]) })
  await writeToHolders(tx, setting, [registrationId], 'changed', given)
  announce(tx, { type: 'event.registration_changed', recordIds: [registrationId], actorId: actor.userId })
  return getRegistration(tx, registrationId)
}

/**
 * Gives places back, and each at once to who has waited longest, in the same transaction: a program that dies in
 * between leaves both as they were. Who cancelled already is left alone. Announces `event.registration_cancelled`.
 */
export async function cancelRegistrations(
  tx: Tx,
  actor: Actor,
  setting: LetterSetting,
  ids: readonly number[],
): Promise<Registration[]> {
  const before = await registrationsById(tx, ids)
  const { plans } = await lockEvents(
    tx,
    before.map(({ campaignId }) => campaignId),
  )
  const bookings = (await bookingsOf(tx, ids)).filter(({ state }) => state === 'booked')
  const cancelled = new Set((await cancelRows(tx, ids)).map(({ id }) => id))
  await giveUpSessions(
    tx,
    (await bookingsOf(tx, [...cancelled])).filter(({ state }) => state !== 'cancelled'),
  )
  const after = await registrationsById(tx, ids)
  await stand(
    tx,
    actor,
    plans,
    after.filter(({ id }) => cancelled.has(id)),
  )
  await writeToHolders(
    tx,
    setting,
    [...cancelled],
    'cancelled',
    bookings.filter(({ registrationId }) => cancelled.has(registrationId)),
  )
  await settlePlaces(tx, setting, [...plans.keys()])
  announce(tx, { type: 'event.registration_cancelled', recordIds: [...cancelled], actorId: actor.userId })
  return after
}

/**
 * Gives free places to who waits, in their order, and writes to them: after a cancellation, when there is more room,
 * when a session was called off. Answers how many moved up.
 */
export async function settlePlaces(
  tx: Tx,
  setting: LetterSetting,
  campaignIds: readonly number[],
  { exceptFor = new Set<number>() }: { readonly exceptFor?: ReadonlySet<number> } = {},
): Promise<number> {
  const plans = await lockPlans(tx, campaignIds)
  const promoted = await promoteRegistrations(tx, [...plans.keys()])
  const booked = await promoteBookings(tx, [...plans.keys()])
  const told = [...new Set([...promoted, ...booked].map(({ id }) => id))].filter((id) => !exceptFor.has(id))
  if (told.length === 0) return 0
  await raiseRevision(
    tx,
    booked.map(({ id }) => id).filter((id) => told.includes(id) && !promoted.some((one) => one.id === id)),
  )
  await stand(tx, theProgram, plans, await registrationsById(tx, told))
  await writeToHolders(tx, setting, told, 'promoted')
  announce(tx, { type: 'event.promoted', recordIds: told, actorId: null })
  return told.length
}

/** Tells who has a seat in sessions that they moved, or were called off; a called-off session gives its seats back. */
export async function tellOfSessions(
  tx: Tx,
  setting: LetterSetting,
  sessionIds: readonly number[],
  news: 'moved' | 'called_off',
): Promise<void> {
  const seats = (await registrationsIn(tx, sessionIds)).map(({ id, sessionId, state }) => ({
    registrationId: id,
    sessionId,
    state,
  }))
  const booked = seats.filter(({ state }) => state === 'booked')
  if (news === 'called_off') await giveUpSessions(tx, seats)
  const ids = [...new Set((news === 'moved' ? booked : seats).map(({ registrationId }) => registrationId))]
  await raiseRevision(tx, ids)
  await writeToHolders(tx, setting, ids, news, booked)
}

/** What is taken and waited for of one event (`sessionId` null) and of its sessions. */
export const placesTaken = (tx: Tx, campaignId: number): Promise<Counts[]> => countPlaces(tx, [campaignId])

export async function getRegistration(tx: Tx, id: number): Promise<Registration> {
  const [registration] = await registrationsById(tx, [id])
  if (registration !== undefined) return registration
  throw new Refusal('not_found', 'There is no such registration.', { kind: 'not_found' })
}

const cancelledAlready = (): Refusal =>
  new Refusal('registration_cancelled', 'This registration was cancelled. Register again on the page of the event.', {
    kind: 'conflict',
  })

async function heldAlready(tx: Tx, wishes: readonly Wish[]): Promise<Map<string, Registration>> {
  const held = new Map<string, Registration>()
  const rows = await registrationsOfPeople(
    tx,
    wishes.map(({ campaignId }) => campaignId),
    wishes.map(({ who }) => who.personId),
  )
  for (const one of rows) {
    const place = `${one.campaignId}:${one.personId}`
    if (!held.has(place)) held.set(place, one)
  }
  return held
}

const placeOf = ({ campaignId, who }: Wish): string => `${campaignId}:${who.personId}`

function firstOfEach(wishes: readonly Wish[]): Wish[] {
  const seen = new Set<string>()
  return wishes.filter((wish) => !seen.has(placeOf(wish)) && seen.add(placeOf(wish)))
}

/** Their membership says what their registration is. */
async function stand(
  tx: Tx,
  actor: Actor,
  plans: ReadonlyMap<number, EventPlan>,
  registrations: readonly Registration[],
  wishes: readonly Wish[] = [],
): Promise<void> {
  const statuses = await eventStatuses(tx, plans.values())
  const people = new Map(wishes.map((wish) => [placeOf(wish), wish.who]))
  await standMembers(
    tx,
    actor,
    registrations.map(({ campaignId, personId, state }) => {
      const of = statuses.get(campaignId)
      const status = { registered: of?.registered, waiting: of?.waiting, cancelled: of?.cancelled }[state]
      return {
        campaignId,
        who: people.get(`${campaignId}:${personId}`) ?? { personId },
        status,
        unless: [of?.attended],
      }
    }),
  )
}

import { encodeId } from '../../../shared/ids.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { namesOf } from '../../ground/objects/present.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Session } from '../../records/sessions/session.ts'
import { getSession } from '../../records/sessions/sessions.ts'
import type { AtEvent, SessionCheckIn, Tap, TapResult } from './checkIn.ts'
import { lockMembers } from './checkIns.sql.ts'
import { membersMeant } from './membersMeant.ts'
import { alreadyHere, notBooked, refused } from './noEntry.ts'
import { bookedBy, insertSessionCheckIns, sessionCheckInsOf, undoSessionCheckIns } from './sessionCheckIns.sql.ts'

type Arrival = Extract<Tap, { readonly act: 'check_in' }>
type Undoing = Extract<Tap, { readonly act: 'undo' }>

/** Brings people into the event; who is in it already is answered `already_checked_in`. */
type Arrive = (tx: Tx, actor: Actor, event: AtEvent, taps: readonly Arrival[]) => Promise<TapResult[]>

/**
 * Notes who is in a session. Who has not come to the event yet has come now; who booked no seat here is asked about first.
 * One result each, in order.
 */
export async function checkInToSession(
  tx: Tx,
  actor: Actor,
  event: AtEvent,
  {
    sessionId,
    taps,
    arrive,
  }: { readonly sessionId: number; readonly taps: readonly Arrival[]; readonly arrive: Arrive },
): Promise<TapResult[]> {
  const session = await sessionAt(tx, actor, event, sessionId)
  if (session instanceof Refusal) return taps.map(({ key }) => refused(key, session))
  const seen = await peopleSeen(tx, actor, event, session, taps)
  const going = taps.filter((_, at) => !(seen[at] instanceof Refusal))
  const arrived = new Map((await arrive(tx, actor, event, going)).map((result) => [result.key, result]))
  const drawn = await drawIds(tx, 'CheckIn', taps.length)
  const made = new Map<number, SessionCheckIn>()
  const results = taps.map((tap, at): TapResult => {
    const one = seen[at]
    const result = arrived.get(tap.key)
    if (one === undefined || one instanceof Refusal) return refused(tap.key, one ?? notFound('member of this event'))
    if (result === undefined || (!result.ok && result.code !== 'already_checked_in'))
      return result ?? refused(tap.key, notFound('member of this event'))
    const id = drawn[at] ?? 0
    made.set(one.personId, {
      id,
      sessionId,
      personId: one.personId,
      checkedInAt: tx.now,
      checkedInById: actor.userId,
    })
    return { key: tap.key, ok: true, memberId: one.id, name: one.name, checkedInAt: tx.now.toISOString(), isNew: true }
  })
  await insertSessionCheckIns(tx, [...made.values()])
  return results
}

/** Takes people out of a session; at the event they stay. */
export async function undoInSession(
  tx: Tx,
  actor: Actor,
  event: AtEvent,
  { sessionId, taps }: { readonly sessionId: number; readonly taps: readonly Undoing[] },
): Promise<TapResult[]> {
  const session = await sessionAt(tx, actor, event, sessionId)
  if (session instanceof Refusal) return taps.map(({ key }) => refused(key, session))
  const ids = taps.map(({ memberId }) => memberId)
  const members = new Map((await lockMembers(tx, actor, event.plan.campaignId, ids)).map((one) => [one.id, one]))
  const people = [...members.values()].map(({ personId }) => personId)
  const inside = await sessionCheckInsOf(tx, sessionId, people)
  await undoSessionCheckIns(
    tx,
    inside.map(({ id }) => id),
    actor.userId,
  )
  return taps.map((tap) => {
    const member = members.get(tap.memberId)
    return member === undefined
      ? refused(tap.key, notFound('member of this event'))
      : { key: tap.key, ok: true, memberId: member.id, name: member.name }
  })
}

/** Whom each tap means, as far as they may go in. */
async function peopleSeen(tx: Tx, actor: Actor, event: AtEvent, session: Session, taps: readonly Arrival[]) {
  const meant = await membersMeant(tx, event.plan, taps)
  const ids = meant.flatMap((one) => (typeof one === 'number' ? [one] : []))
  const members = new Map((await lockMembers(tx, actor, event.plan.campaignId, ids)).map((one) => [one.id, one]))
  const people = [...members.values()].map(({ personId }) => personId)
  const inside = new Map((await sessionCheckInsOf(tx, session.id, people)).map((one) => [one.personId, one]))
  const booked = new Map((await bookedBy(tx, session.id, people)).map(({ personId, state }) => [personId, state]))
  const names = await namesOf(
    tx,
    [...inside.values()].flatMap(({ checkedInById }) => checkedInById ?? []),
  )
  return meant.map((one, at) => {
    if (one instanceof Refusal) return one
    const member = members.get(one ?? 0)
    if (member === undefined) return undefined
    const before = inside.get(member.personId)
    if (before !== undefined) return alreadyHere(member, before, names, event.zone)
    const state = booked.get(member.personId)
    const isAsked = taps[at]?.anyway !== true && state !== 'booked'
    return isAsked ? notBooked(member, session.name, state) : member
  })
}

async function sessionAt(tx: Tx, actor: Actor, { plan }: AtEvent, id: number): Promise<Session | Refusal> {
  const session = await getSession(tx, actor, id).catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })
  if (session instanceof Refusal) return session
  if (session.campaignId !== plan.campaignId) return notFound('session of this event', encodeId(id))
  if (session.cancelledAt !== null)
    return new Refusal('session_cancelled', `${session.name} was cancelled. Choose another session.`, {
      field: 'sessionId',
    })
  return session
}

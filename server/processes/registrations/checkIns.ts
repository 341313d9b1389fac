import { encodeId } from '../../../shared/ids.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { refuseUnlessMay, theProgram, type Actor } from '../../ground/users/actor.ts'
import { chosenTimeZone } from '../../ground/users/users.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import { eventStatuses, getPlan, statusLabels } from '../../records/sessions/plans.ts'
import { capturePeople } from './capturing.ts'
import type { AtEvent, Capture, CheckIn, Tap, TapResult } from './checkIn.ts'
import {
  answersOfTaps,
  checkInsOf,
  claimTaps,
  forgetTaps,
  insertCheckIns,
  keepAnswers,
  lockMembers,
  membersOfPeople,
  undoCheckIns,
} from './checkIns.sql.ts'
import { standMembers } from './memberships.ts'
import { membersMeant } from './membersMeant.ts'
import { alreadyHere, noSuchStatus, refused, withoutPlace } from './noEntry.ts'
import { registrationsOfPeople } from './registrations.sql.ts'
import { checkInToSession, undoInSession } from './sessionCheckIns.ts'

/**
 * Carries out a steward's taps, each once however often its key is sent: check-ins (status becomes the campaign's
 * attended one), their undoing, and people captured at the door. What a tap came to is kept beside its key in the same
 * transaction, refusals included, and told again to who asks again. One result each, in order. Of two stewards who
 * check in one person the first wins, and the other is told who.
 */
export async function carryOutTaps(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  taps: readonly Tap[],
): Promise<TapResult[]> {
  refuseUnlessMay(actor, 'edit', 'CampaignMember')
  const plan = await getPlan(tx, actor, campaignId)
  const userId = actor.userId ?? 0
  const claimed = await claimTaps(
    tx,
    userId,
    taps.map(({ key }) => key),
  )
  const event = await eventAt(tx, actor, plan)
  const results = new Map<string, TapResult>()
  const fresh = firstOfEach(taps.filter(({ key }) => claimed.has(key)))
  // In runs of one kind: who was checked in and undone in one breath is out in the end.
  for (const run of runsOf(fresh))
    for (const result of await carryOut(tx, actor, event, run)) results.set(result.key, result)
  await keepAnswers(tx, userId, [...results.values()])
  const before = taps.map(({ key }) => key).filter((key) => !results.has(key))
  for (const { key, answer } of before.length === 0 ? [] : await answersOfTaps(tx, userId, before))
    results.set(key, answer)
  return taps.map(({ key }) => results.get(key) ?? { key, ok: false, message: 'This tap is still being carried out.' })
}

/** Taps older than a week are sent again by nobody. */
export const forgetOldTaps = (tx: Tx): Promise<unknown> => forgetTaps(tx, new Date(tx.now.getTime() - 7 * 86_400_000))

async function eventAt(tx: Tx, actor: Actor, plan: EventPlan): Promise<AtEvent> {
  const statuses = (await eventStatuses(tx, [plan])).get(plan.campaignId)
  if (statuses?.attended === undefined)
    throw new Refusal(
      'no_attended_status',
      'This campaign has no status for who attended, so nobody can be checked in. Add one to its member statuses, or name it in the settings of the event.',
      {
        rule: 'Who is checked in gets the attended status of the campaign.',
        way: { label: 'Open event settings', href: `/campaigns/${encodeId(plan.campaignId)}?tab=sessions` },
      },
    )
  return { plan, statuses, zone: (await chosenTimeZone(tx, actor.userId)) ?? plan.timeZone }
}

function firstOfEach(taps: readonly Tap[]): Tap[] {
  const seen = new Set<string>()
  return taps.filter(({ key }) => !seen.has(key) && seen.add(key))
}

function runsOf(taps: readonly Tap[]): Tap[][] {
  const runs: Tap[][] = []
  for (const tap of taps) {
    const last = runs.at(-1)
    if (last?.[0]?.act === tap.act && last[0].sessionId === tap.sessionId) last.push(tap)
    else runs.push([tap])
  }
  return runs
}

/** A run of taps of one kind, at one door. */
function carryOut(tx: Tx, actor: Actor, event: AtEvent, run: readonly Tap[]): Promise<TapResult[]> {
  const [first] = run
  const sessionId = first?.sessionId
  if (first?.act === 'undo') {
    const taps = run.filter((tap) => tap.act === 'undo')
    return sessionId === undefined ? undo(tx, actor, event, taps) : undoInSession(tx, actor, event, { sessionId, taps })
  }
  if (first?.act === 'capture') {
    const taps = run.filter((tap) => tap.act === 'capture')
    return sessionId === undefined
      ? captureAll(tx, actor, event, taps)
      : captureInSession(tx, actor, event, { sessionId, taps })
  }
  const taps = run.filter((tap) => tap.act === 'check_in')
  return sessionId === undefined
    ? checkIn(tx, actor, event, taps)
    : checkInToSession(tx, actor, event, { sessionId, taps, arrive: checkIn })
}

type Of<Act> = Extract<Tap, { readonly act: Act }>

async function checkIn(tx: Tx, actor: Actor, event: AtEvent, taps: readonly Of<'check_in'>[]): Promise<TapResult[]> {
  const { campaignId } = event.plan
  const meant = await membersMeant(tx, event.plan, taps)
  const ids = meant.flatMap((one) => (typeof one === 'number' ? [one] : []))
  const members = new Map((await lockMembers(tx, actor, campaignId, ids)).map((one) => [one.id, one]))
  const people = [...members.values()].map(({ personId }) => personId)
  const already = firstByPerson(await checkInsOf(tx, campaignId, people))
  const states = new Map(
    (await registrationsOfPeople(tx, [campaignId], people)).toReversed().map((one) => [one.personId, one.state]),
  )
  const names = await namesOf(
    tx,
    [...already.values()].flatMap(({ checkedInById }) => checkedInById ?? []),
  )
  const drawn = await drawIds(tx, 'CheckIn', taps.length)
  const made: CheckIn[] = []
  const results = taps.map((tap, at): TapResult => {
    const one = meant[at]
    const member = typeof one === 'number' ? members.get(one) : undefined
    if (one instanceof Refusal) return refused(tap.key, one)
    if (member === undefined) return refused(tap.key, notFound('member of this event'))
    const before = already.get(member.personId)
    if (before !== undefined) return refused(tap.key, alreadyHere(member, before, names, event.zone), member)
    const state = states.get(member.personId)
    if (tap.anyway !== true && (state === 'waiting' || state === 'cancelled'))
      return refused(tap.key, withoutPlace(member, state), member)
    const checkIn = {
      id: drawn[at] ?? 0,
      campaignId,
      personId: member.personId,
      statusBefore: member.status,
      isWalkIn: false,
      checkedInAt: tx.now,
      checkedInById: actor.userId,
    }
    made.push(checkIn)
    already.set(member.personId, checkIn)
    return {
      key: tap.key,
      ok: true,
      memberId: member.id,
      name: member.name,
      checkedInAt: tx.now.toISOString(),
      isNew: true,
    }
  })
  await store(tx, actor, event, made)
  return results
}

/** Writes down who is here, and moves their membership. */
async function store(tx: Tx, actor: Actor, { plan, statuses }: AtEvent, made: readonly CheckIn[]): Promise<void> {
  await insertCheckIns(tx, made)
  await standMembers(
    tx,
    actor,
    made.map(({ personId }) => ({ campaignId: plan.campaignId, who: { personId }, status: statuses.attended })),
  )
  announce(tx, {
    type: 'event.attended',
    recordIds: made.map(({ id }) => id),
    actorId: actor.userId,
    payload: { campaignId: plan.campaignId },
  })
}

async function undo(tx: Tx, actor: Actor, { plan }: AtEvent, taps: readonly Of<'undo'>[]): Promise<TapResult[]> {
  const locked = await lockMembers(
    tx,
    actor,
    plan.campaignId,
    taps.map(({ memberId }) => memberId),
  )
  const members = new Map(locked.map((one) => [one.id, one]))
  const here = firstByPerson(
    await checkInsOf(
      tx,
      plan.campaignId,
      locked.map(({ personId }) => personId),
    ),
  )
  const undone = locked.flatMap((member) => {
    const checkIn = here.get(member.personId)
    return checkIn === undefined ? [] : [{ member, checkIn }]
  })
  await undoCheckIns(
    tx,
    undone.map(({ checkIn }) => checkIn.id),
    actor.userId,
  )
  await standMembers(
    tx,
    actor,
    undone.map(({ member, checkIn }) => ({
      campaignId: plan.campaignId,
      who: { personId: member.personId },
      status: checkIn.statusBefore ?? undefined,
    })),
  )
  return taps.map((tap): TapResult => {
    const member = members.get(tap.memberId)
    return member === undefined
      ? refused(tap.key, notFound('member of this event'))
      : { key: tap.key, ok: true, memberId: member.id, name: member.name }
  })
}

async function captureAll(tx: Tx, actor: Actor, event: AtEvent, all: readonly Of<'capture'>[]): Promise<TapResult[]> {
  const { campaignId } = event.plan
  const labels = await statusLabels(tx, campaignId)
  const isFit = ({ status }: Capture): boolean => status === null || labels.includes(status)
  const taps = all.filter(isFit)
  const unfit = all.filter((tap) => !isFit(tap)).map((tap) => refused(tap.key, noSuchStatus(tap.status ?? '', labels)))
  const captured = await capturePeople(tx, actor, event.plan, event.statuses, taps)
  const people = captured.flatMap((one) => ('personId' in one ? [one.personId] : []))
  const members = new Map((await membersOfPeople(tx, campaignId, people)).map(({ id, personId }) => [personId, id]))
  // Somebody may be checking in the same people: who is here is asked when they are done.
  await lockMembers(tx, theProgram, campaignId, [...members.values()])
  const already = firstByPerson(await checkInsOf(tx, campaignId, people))
  const drawn = await drawIds(tx, 'CheckIn', taps.length)
  const made: CheckIn[] = []
  const results = taps.map((tap, at): TapResult => {
    const one = captured[at]
    if (one === undefined || 'refusal' in one) return refused(tap.key, one?.refusal ?? notFound('person'))
    const memberId = members.get(one.personId)
    const isHere = tap.status === null || tap.status === event.statuses.attended
    const before = already.get(one.personId)
    if (isHere && before === undefined) {
      const checkIn = {
        id: drawn[at] ?? 0,
        campaignId,
        personId: one.personId,
        statusBefore: one.statusBefore,
        isWalkIn: one.isNewMember,
        checkedInAt: tx.now,
        checkedInById: actor.userId,
      }
      made.push(checkIn)
      already.set(one.personId, checkIn)
    }
    const here = isHere ? (already.get(one.personId)?.checkedInAt ?? tx.now) : undefined
    return { key: tap.key, ok: true, memberId, name: one.name, isNew: one.isNewLead, checkedInAt: here?.toISOString() }
  })
  await store(tx, actor, event, made)
  return [...results, ...unfit]
}

/** Who is captured at the door of a session is in it. */
async function captureInSession(
  tx: Tx,
  actor: Actor,
  event: AtEvent,
  { sessionId, taps }: { readonly sessionId: number; readonly taps: readonly Of<'capture'>[] },
): Promise<TapResult[]> {
  const captured = await captureAll(tx, actor, event, taps)
  const inside = captured.flatMap(({ key, memberId, checkedInAt }) =>
    memberId === undefined || checkedInAt === undefined
      ? []
      : [{ act: 'check_in' as const, key, memberId, anyway: true }],
  )
  await checkInToSession(tx, actor, event, { sessionId, taps: inside, arrive: checkIn })
  return captured
}

function firstByPerson(checkIns: readonly CheckIn[]): Map<number, CheckIn> {
  return new Map(checkIns.toReversed().map((one) => [one.personId, one]))
}

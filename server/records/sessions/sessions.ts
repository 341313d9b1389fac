import { encodeId } from '../../../shared/ids.ts'
import { isTimeZone } from '../../../shared/relativeFilter.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { getPlan } from './plans.ts'
import { reopenUnended } from './plans.sql.ts'
import { isNewsForCalendars, type Session, type SessionDraft } from './session.ts'
import { insertSessions, lockSessions, sessionsById, sessionsOf, updateSessions } from './sessions.sql.ts'

const MOST_SESSIONS = 500
const LONGEST_MS = 31 * 86_400_000

/** The sessions of events, in the order of the day; whoever asks was shown the campaigns already. */
export const listSessions = (tx: Tx, campaignIds: readonly number[]): Promise<Session[]> => sessionsOf(tx, campaignIds)

/** The session, and with it that the actor may see its campaign. */
export async function getSession(tx: Tx, actor: Actor, id: number): Promise<Session> {
  const [session] = await sessionsById(tx, [id])
  if (session === undefined) throw notFound('session', encodeId(id))
  await getPlan(tx, actor, session.campaignId)
  return session
}

/** The events sessions belong to. */
export const campaignsOfSessions = async (tx: Tx, ids: readonly number[]): Promise<number[]> => [
  ...new Set((await sessionsById(tx, ids)).map(({ campaignId }) => campaignId)),
]

/** Adds sessions to one event, in the event's time zone and place unless they say another. Announces `event_session.planned`. */
export async function planSessions(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  drafts: readonly SessionDraft[],
): Promise<Saved[]> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  const plan = await getPlan(tx, actor, campaignId)
  if ((await sessionsOf(tx, [campaignId])).length + drafts.length > MOST_SESSIONS) throw tooMany()
  const ids = await drawIds(tx, 'EventSession', drafts.length)
  const blank = {
    place: plan.place,
    room: null,
    link: null,
    speaker: null,
    capacity: null,
    name: '',
    timeZone: plan.timeZone,
  }
  const sessions = drafts.map((draft, at): Session | Refusal => {
    const { startsAt, endsAt } = draft
    if (startsAt === undefined) return needed('StartsAt', 'A session needs the time at which it starts.')
    const session = {
      ...blank,
      ...draft,
      startsAt,
      endsAt: endsAt ?? new Date(startsAt.getTime() + 3_600_000),
      id: ids[at] ?? 0,
      campaignId,
      sequence: 0,
      cancelledAt: null,
      version: 1,
    }
    return refusalOf(session) ?? session
  })
  const fit = sessions.filter(isFit)
  await insertSessions(tx, actor, fit)
  await reopenUnended(tx, campaignId)
  announce(tx, { type: 'event_session.planned', recordIds: fit.map(({ id }) => id), actorId: actor.userId })
  return sessions.map((one) => (one instanceof Refusal ? { refusal: one } : { id: one.id, created: true }))
}

export type SessionChange = { readonly id: number; readonly draft: SessionDraft }

/**
 * Changes sessions. Where calendars show what changed, its SEQUENCE rises. Announces `event_session.changed`, with
 * the ids of those calendars must be told of.
 */
export async function changeSessions(tx: Tx, actor: Actor, changes: readonly SessionChange[]): Promise<Saved[]> {
  const locked = await lockReachable(
    tx,
    actor,
    changes.map(({ id }) => id),
  )
  const told: number[] = []
  const results = changes.map(({ id, draft }): Session | Refusal => {
    const before = locked.get(id)
    if (before === undefined) return notFound('session', encodeId(id))
    const isNews = isNewsForCalendars(before, draft)
    const after = { ...before, ...draft, sequence: before.sequence + (isNews ? 1 : 0) }
    const refusal = before.cancelledAt === null ? refusalOf(after) : cancelledAlready()
    if (refusal === undefined && isNews) told.push(id)
    return refusal ?? after
  })
  return store(tx, actor, results, { type: 'event_session.changed', told })
}

/** Calls sessions off: their seats go, and whoever had one is told. They stay in sight, struck through. Announces `event_session.cancelled`. */
export async function cancelSessions(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const locked = await lockReachable(tx, actor, ids)
  const results = ids.map((id): Session | Refusal => {
    const before = locked.get(id)
    if (before === undefined) return notFound('session', encodeId(id))
    return before.cancelledAt === null
      ? { ...before, cancelledAt: tx.now, sequence: before.sequence + 1 }
      : cancelledAlready()
  })
  return store(tx, actor, results, { type: 'event_session.cancelled', told: ids })
}

async function lockReachable(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Map<number, Session>> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  const locked = await lockSessions(tx, ids)
  for (const campaignId of new Set(locked.map((one) => one.campaignId))) await getPlan(tx, actor, campaignId)
  return new Map(locked.map((one) => [one.id, one]))
}

async function store(
  tx: Tx,
  actor: Actor,
  results: readonly (Session | Refusal)[],
  { type, told }: { readonly type: string; readonly told: readonly number[] },
): Promise<Saved[]> {
  const fit = results.filter(isFit)
  await updateSessions(tx, actor, fit)
  for (const campaignId of new Set(fit.map((one) => one.campaignId))) await reopenUnended(tx, campaignId)
  announce(tx, { type, recordIds: fit.map(({ id }) => id), actorId: actor.userId, payload: { told } })
  return results.map((one) => (one instanceof Refusal ? { refusal: one } : { id: one.id, created: false }))
}

const isFit = (one: Session | Refusal): one is Session => !(one instanceof Refusal)

function refusalOf(session: Session): Refusal | undefined {
  if (session.name.trim() === '')
    return needed('Name', 'A session needs a name: it stands in the calendars of everybody who comes.')
  if (!isTimeZone(session.timeZone))
    return needed('TimeZone', `'${session.timeZone.slice(0, 40)}' is no time zone. Name one such as Europe/Berlin.`)
  if (session.endsAt <= session.startsAt)
    return needed('EndsAt', 'This session would end before it starts. Give it a later end.')
  if (session.endsAt.getTime() - session.startsAt.getTime() > LONGEST_MS)
    return needed('EndsAt', 'A session lasts a month at most. Plan a longer course as several sessions.')
  if (session.link !== null && !/^https?:\/\/[^\s]+$/i.test(session.link))
    return needed('Link', 'The link begins with https:// and has no blanks.')
  return undefined
}

const needed = (field: string, sentence: string): Refusal =>
  new Refusal('invalid_value', sentence, { field, rule: sentence })

const cancelledAlready = (): Refusal =>
  new Refusal('session_cancelled', 'This session was called off, and people were told. Plan a new one instead.', {
    kind: 'conflict',
    rule: 'A session that was called off stays so.',
  })

const tooMany = (): Refusal =>
  new Refusal(
    'too_many_sessions',
    `An event has ${MOST_SESSIONS} sessions at most. Plan the rest as a campaign below this one.`,
  )

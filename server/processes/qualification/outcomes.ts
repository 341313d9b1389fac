import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import type { StoredRecord } from '../../ground/objects/definition.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { createTasks } from '../../records/activities/activities.ts'
import { isConverted, isSpokenReason, type LeadState } from '../../records/leads/lead.ts'
import {
  alreadyConverted,
  leadDoor,
  leadStatuses,
  stateOf,
  statusOfState,
  updateLeads,
} from '../../records/leads/leads.ts'
import type { Qualification } from './evidence.ts'
import { dispositionOf, type CallOutcome, type OutcomeReport } from './outcome.ts'
import { qualificationOf } from './qualification.ts'

/** What became of a call: the lead as it is now, the call's log, the tasks that came out of it, and what is known. */
export type Outcome = {
  readonly leadId: number
  readonly callId: number
  readonly followUpId: number | null
  readonly sendTaskIds: readonly number[]
  readonly qualification: Qualification
}

/**
 * Writes down how a call ended (vocabulary: Life of a lead). Dead end: the lead is closed with the reason, perhaps with a
 * day to ask again. Definite maybe: contacted, or nurtured when not ready, with a dated follow-up and what was promised.
 * Opportunity: contacted, and ready for conversion as far as the criteria go. Every one logs the call.
 * Throws not_found, lead_already_converted, reason_missing, follow_up_missing, and what the leads' door refuses.
 */
export async function recordOutcome(tx: Tx, actor: Actor, leadId: number, report: OutcomeReport): Promise<Outcome> {
  refuseUnlessMay(actor, 'edit', 'Lead')
  refuseIncomplete(tx, report)
  const lead = await getRecord(tx, actor, leadDoor.definition, leadId)
  if (isConverted(lead)) throw alreadyConverted(lead)
  const change = { id: leadId, draft: await changeFor(tx, lead, report) }
  refuseFailed(await updateLeads(tx, actor, [change], { spokenWith: wasSpokenWith(report) }))
  const tasks = await createTasks(tx, actor, [
    callLog(tx, lead, report),
    ...followUp(lead, report),
    ...promises(tx, lead, report),
  ])
  refuseFailed(tasks)
  const [callId, ...rest] = tasks.map(({ id }) => id ?? 0)
  const followUps = followUp(lead, report).length
  announce(tx, {
    type: 'lead.called',
    recordIds: [leadId],
    actorId: actor.userId,
    payload: { outcome: report.outcome },
  })
  const [qualification] = await qualificationOf(tx, actor, [leadId])
  if (callId === undefined || qualification === undefined)
    throw new Error('A call that was logged has an id, and its lead a qualification.')
  return {
    leadId,
    callId,
    followUpId: followUps > 0 ? (rest[0] ?? null) : null,
    sendTaskIds: rest.slice(followUps),
    qualification,
  }
}

/** Opens a closed lead again, with the reason kept on it. Throws lead_is_not_closed, reopen_reason_missing. */
export async function reopenLead(tx: Tx, actor: Actor, leadId: number, reason: string): Promise<void> {
  refuseUnlessMay(actor, 'edit', 'Lead')
  const lead = await getRecord(tx, actor, leadDoor.definition, leadId)
  if (isConverted(lead)) throw alreadyConverted(lead)
  const statuses = await leadStatuses(tx)
  if (stateOf(statuses, lead.Status) !== 'unqualified') {
    throw new Refusal(
      'lead_is_not_closed',
      `This lead is '${String(lead.Status)}', so there is nothing to reopen. Only a lead closed as unqualified reopens.`,
      { kind: 'conflict', field: 'Status' },
    )
  }
  const state: LeadState = lead.FirstContactedDate === null ? 'open' : 'working'
  refuseFailed(
    await updateLeads(tx, actor, [
      { id: leadId, draft: { Status: statusOfState(statuses, state).name, ReopenedReason: reason, RecheckOn: null } },
    ]),
  )
  announce(tx, { type: 'lead.reopened', recordIds: [leadId], actorId: actor.userId, payload: { reason } })
}

/** What each outcome cannot be without. */
function refuseIncomplete(tx: Tx, { outcome, reason, recheckOn, followUpOn }: OutcomeReport): void {
  const today = tx.now.toISOString().slice(0, 10)
  if (outcome === 'dead_end' && !reason?.trim()) {
    throw new Refusal(
      'unqualified_reason_missing',
      'Say why this is a dead end. The reason shows marketing which leads to stop sending, and lets you ask again later.',
      { field: 'reason', rule: 'A lead is closed as unqualified only with a reason.' },
    )
  }
  if (outcome === 'definite_maybe' && followUpOn === undefined) {
    throw new Refusal(
      'follow_up_missing',
      'A definite maybe needs a day for the next step. Without one, nobody comes back to it: it is a dead end that looks alive.',
      { field: 'followUpOn', rule: 'A definite maybe carries a dated follow-up.' },
    )
  }
  const past = [
    ['followUpOn', followUpOn],
    ['recheckOn', recheckOn],
  ].find(([, day]) => day !== undefined && day < today)
  if (past !== undefined)
    throw new Refusal('day_is_past', `${past[1] ?? ''} is past. Choose today or a later day.`, {
      field: past[0],
      value: past[1],
    })
}

async function changeFor(tx: Tx, lead: StoredRecord, report: OutcomeReport): Promise<Draft> {
  const statuses = await leadStatuses(tx)
  const state = stateAfter[report.outcome](report)
  const status = stateOf(statuses, lead.Status) === state ? {} : { Status: statusOfState(statuses, state).name }
  if (report.outcome === 'dead_end')
    return {
      ...status,
      UnqualifiedReason: report.reason,
      RecheckOn: report.recheckOn ?? null,
      StaysOnNewsletter: report.staysOnNewsletter === true,
    }
  return { ...status, NotReadyReason: report.outcome === 'definite_maybe' ? (report.notReadyReason ?? null) : null }
}

const wasSpokenWith = ({ outcome, reason = '' }: OutcomeReport): boolean =>
  outcome !== 'dead_end' || isSpokenReason(reason)

const stateAfter = {
  dead_end: () => 'unqualified',
  definite_maybe: ({ notReadyReason }) => (notReadyReason === undefined ? 'working' : 'nurturing'),
  opportunity: () => 'working',
} as const satisfies Record<CallOutcome, (report: OutcomeReport) => LeadState>

const callLog = (tx: Tx, lead: StoredRecord, report: OutcomeReport): Draft => ({
  Subject: `Call: ${dispositionOf[report.outcome].toLowerCase()}`,
  Status: 'Completed',
  ActivityDate: tx.now.toISOString().slice(0, 10),
  WhoId: encodeId(lead.Id),
  Type: 'Call',
  TaskSubtype: 'Call',
  CallType: 'Outbound',
  CallDisposition: dispositionOf[report.outcome],
  ...(report.callDurationInSeconds === undefined ? {} : { CallDurationInSeconds: report.callDurationInSeconds }),
  Description: logOf(report),
})

const logOf = ({ reason, notReadyReason, send = [], note }: OutcomeReport): string | null =>
  [
    reason && `Reason: ${reason}`,
    notReadyReason && `Not ready: ${notReadyReason}`,
    send.length > 0 && `Promised to send: ${send.join(', ')}`,
    note,
  ]
    .filter(Boolean)
    .join('\n') || null

function followUp(lead: StoredRecord, { outcome, followUpOn, recheckOn }: OutcomeReport): Draft[] {
  const day = outcome === 'dead_end' ? (recheckOn ?? followUpOn) : followUpOn
  if (day === undefined) return []
  const subject = outcome === 'dead_end' ? `Ask ${nameOf(lead)} again` : `Follow up with ${nameOf(lead)}`
  return [
    { Subject: subject.slice(0, 255), ActivityDate: day, WhoId: encodeId(lead.Id), Type: 'Call', TaskSubtype: 'Call' },
  ]
}

/** Each thing promised is a task of today, so that it is sent and not only meant. */
const promises = (tx: Tx, lead: StoredRecord, { send = [] }: OutcomeReport): Draft[] =>
  send.map((thing) => ({
    Subject: `Send ${thing} to ${nameOf(lead)}`.slice(0, 255),
    ActivityDate: tx.now.toISOString().slice(0, 10),
    WhoId: encodeId(lead.Id),
    Type: 'Email',
    TaskSubtype: 'Email',
  }))

const nameOf = (lead: StoredRecord): string => String(lead.Name ?? lead.LastName)

function refuseFailed(saved: readonly Saved[]): void {
  for (const { refusal } of saved) if (refusal !== undefined) throw refusal
}

import { objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues, ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import { readDrafts, valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, savedIds, storePrepared } from '../../ground/objects/objects.ts'
import { bringBackRecords, removeRecords } from '../../ground/objects/removal.ts'
import type { Row, Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { COMPLETED, taskStatuses } from './activity.ts'
import { Event, Note, Task } from './fields.ts'
import { peopleOf } from './activities.sql.ts'
import { onlyOnce } from './recurrence.ts'
import { touchRecords } from './touch.ts'

/** Records what has to be done, or was: tasks, calls, mails. */
export const createTasks = (
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> =>
  createActivities(tx, actor, 'Task', drafts.map(onlyOnce), options, (values) => ({
    ...values,
    ...completion(tx, undefined, values),
  }))

/** Puts meetings into the calendar. */
export const createEvents = (
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> =>
  createActivities(tx, actor, 'Event', drafts.map(onlyOnce).map(withTimes), options, (values) => withEnd(values))

/** Writes notes about records. */
export const createNotes = (
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> => createActivities(tx, actor, 'Note', drafts, options, (values) => values)

export const updateTasks = (tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> =>
  updateActivities(tx, actor, 'Task', changes.map(changedOnce), (before, values) => ({
    ...values,
    ...completion(tx, before, values),
  }))

export const updateEvents = (tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> =>
  updateActivities(tx, actor, 'Event', changes.map(changedOnce).map(changedTimes), (before, values) =>
    withEnd({
      ...values,
      StartDateTime: values.StartDateTime ?? before.StartDateTime ?? null,
      EndDateTime: values.EndDateTime ?? before.EndDateTime ?? null,
    }),
  )

export const updateNotes = (tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> =>
  updateActivities(tx, actor, 'Note', changes, (_, values) => values)

export const taskDoor: Door = doorOf(Task, createTasks, updateTasks)
export const eventDoor: Door = doorOf(Event, createEvents, updateEvents)
export const noteDoor: Door = doorOf(Note, createNotes, updateNotes)

function doorOf(definition: ObjectDefinition, create: Door['create'], update: Door['update']): Door {
  return {
    definition,
    create,
    update,
    remove: (tx, actor, ids) => removeRecords(tx, actor, definition, ids),
    restore: (tx, actor, ids) => bringBackRecords(tx, actor, definition, ids),
  }
}

type Kind = 'Task' | 'Event' | 'Note'

async function createActivities(
  tx: Tx,
  actor: Actor,
  kind: Kind,
  drafts: readonly Draft[],
  options: SaveOptions,
  complete: (values: FieldValues) => FieldValues | Refusal,
): Promise<Saved[]> {
  const definition = await definitionOf(tx, kind)
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const read = await readDrafts(tx, actor, definition, drafts)
  const people = await peopleOf(
    tx,
    read.flatMap(({ values }) => whoIn(values)),
  )
  const prepared = read.map((one): Row | Refusal => {
    if (one.refusal !== undefined) return one.refusal
    const values = complete({ ...one.values, OwnerId: one.values.OwnerId ?? ownerId })
    const refusal = values instanceof Refusal ? values : salesOnLead(values)
    if (refusal !== undefined) return refusal
    const [who] = whoIn(one.values)
    return {
      values: values as FieldValues,
      columns: {
        person_id: who === undefined ? null : (people.get(who) ?? null),
        ...(kind === 'Note' ? {} : { import_id: options.importId ?? null }),
      },
    }
  })
  const saved = await storePrepared(tx, actor, definition, prepared)
  await touchRecords(
    tx,
    prepared.flatMap((one, at) => (one instanceof Refusal || saved[at]?.refusal !== undefined ? [] : [one.values])),
  )
  announce(tx, { type: `${kind.toLowerCase()}.created`, recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

async function updateActivities(
  tx: Tx,
  actor: Actor,
  kind: Kind,
  changes: readonly ChangeDraft[],
  complete: (before: StoredRecord, values: FieldValues) => FieldValues | Refusal,
): Promise<Saved[]> {
  const definition = await definitionOf(tx, kind)
  const touched: FieldValues[] = []
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    const completed = complete(before, values)
    if (completed instanceof Refusal) return completed
    const after = { ...before, ...completed }
    touched.push(after)
    return salesOnLead(after) ?? { values: completed }
  })
  await touchRecords(tx, touched)
  announce(tx, { type: `${kind.toLowerCase()}.changed`, recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** When a task is done, and that it no longer is when it opens again. */
function completion(tx: Tx, before: StoredRecord | undefined, values: FieldValues): FieldValues {
  if (values.Status === undefined) return {}
  const status = taskStatuses.find((known) => known === values.Status)
  if (status === COMPLETED) return { CompletedDateTime: before?.CompletedDateTime ?? tx.now }
  return { CompletedDateTime: null }
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const LONGEST_MINUTES = 366 * 24 * 60

const changedOnce = (change: ChangeDraft): ChangeDraft => ({ ...change, draft: onlyOnce(change.draft) })

const changedTimes = (change: ChangeDraft): ChangeDraft => ({ ...change, draft: withTimes(change.draft) })

/** A meeting may be told by its start and its minutes, as tools made for the field tell it. What was said twice stays as it was. */
function withTimes(draft: Draft): Draft {
  const said = (name: string) => valueOf(Event, draft, name)
  const starts = said('StartDateTime') ?? said('ActivityDateTime')
  const minutes = said('DurationInMinutes')
  // What lasts longer is refused as a field nobody sets.
  if (typeof minutes === 'number' && Math.abs(minutes) > LONGEST_MINUTES) return draft
  if (!(starts instanceof Date) || (said('ActivityDateTime') === undefined && minutes === undefined)) return draft
  const others = Object.entries(draft).filter(([name]) => !/^(ActivityDateTime|DurationInMinutes)$/i.test(name))
  const ends = typeof minutes === 'number' ? { EndDateTime: new Date(starts.getTime() + minutes * MINUTE_MS) } : {}
  return {
    ...ends,
    ...Object.fromEntries(others),
    ...(said('StartDateTime') === undefined ? { StartDateTime: starts } : {}),
  }
}

/** A meeting without an end lasts an hour. */
function withEnd(values: FieldValues): FieldValues | Refusal {
  const { StartDateTime: starts, EndDateTime: ends } = values
  if (!(starts instanceof Date)) return values
  if (!(ends instanceof Date)) return { ...values, EndDateTime: new Date(starts.getTime() + HOUR_MS) }
  return ends >= starts
    ? values
    : new Refusal('event_ends_before_it_starts', 'This event would end before it starts.', {
        field: 'EndDateTime',
        value: ends,
        rule: 'An event ends after it starts.',
      })
}

/** Sales history lives on accounts, contacts and opportunities: an activity with a lead is not about a deal. */
function salesOnLead(values: FieldValues): Refusal | undefined {
  if (typeof values.WhoId !== 'number' || objectOfId(values.WhoId) !== 'Lead') return undefined
  if (typeof values.WhatId !== 'number' || objectOfId(values.WhatId) === 'Campaign') return undefined
  return new Refusal(
    'sales_history_on_a_lead',
    'A lead has no account and no opportunity yet, so this cannot be about one. Convert the lead first; then record it with the contact.',
    {
      field: 'WhatId',
      rule: 'Sales history belongs to an account, a contact or an opportunity.',
      way: { label: 'Convert lead', action: 'convert' },
    },
  )
}

const whoIn = (values: FieldValues | undefined): number[] => {
  const who = values?.WhoId ?? values?.ParentId
  return typeof who === 'number' && ['Lead', 'Contact'].includes(objectOfId(who) ?? '') ? [who] : []
}

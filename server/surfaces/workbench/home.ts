import type { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { dayIn, daysOf } from '../../../shared/relativeFilter.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { has, type Actor } from '../../ground/users/actor.ts'
import { chosenTimeZone } from '../../ground/users/users.ts'
import type { Tx } from '../../platform/tx.ts'
import { leadStatuses } from '../../records/leads/statuses.ts'
import {
  dueTasks,
  firstSteps,
  homeCounts,
  newLeads,
  ownersOfMine,
  untouchedLeads,
  type DueTask,
  type HomeLead,
} from './home.sql.ts'
import type { homeSchema } from './shapes.ts'

const SHOWN = 8
const HOUR_MS = 3_600_000

/**
 * What needs somebody today, where they are (`timeZone` stands in for one they have not chosen): tasks overdue and due, my new leads, and leads nobody touched within the hours
 * the agreement allows for a first response.
 */
export async function homeOf(
  tx: Tx,
  actor: Actor,
  { firstResponseHours, timeZone }: { readonly firstResponseHours: number; readonly timeZone: string | undefined },
): Promise<z.infer<typeof homeSchema>> {
  const statuses = (await leadStatuses(tx)).filter(({ state }) => state === 'open').map(({ name }) => name)
  const zone = (await chosenTimeZone(tx, actor.userId)) ?? timeZone ?? 'UTC'
  const [today] = daysOf('TODAY', dayIn(tx.now, zone))
  const [yesterday] = daysOf('YESTERDAY', dayIn(tx.now, zone))
  const since = new Date(tx.now.getTime() - firstResponseHours * HOUR_MS)
  const owners = await ownersOfMine(tx, actor)
  const [steps, counts, overdue, due, mine, untouched] = await Promise.all([
    has(actor, 'set_up') ? firstSteps(tx, actor) : null,
    homeCounts(tx, actor, { openStatuses: statuses, owners, untouchedSince: since, today }),
    dueTasks(tx, actor, null, yesterday, SHOWN),
    dueTasks(tx, actor, today, today, SHOWN),
    newLeads(tx, actor, statuses, owners, SHOWN),
    untouchedLeads(tx, actor, statuses, since, SHOWN),
  ])
  const names = await namesOf(
    tx,
    new Set(
      [
        ...[...overdue, ...due].flatMap(({ whoId, whatId }) => [whoId, whatId]),
        ...[...mine, ...untouched].map(({ ownerId }) => ownerId),
      ].filter((id) => id !== null),
    ),
  )
  const task = (one: DueTask) => ({
    Id: encodeId(one.id),
    Subject: one.subject,
    ActivityDate: one.dueOn,
    Type: one.type,
    Priority: one.priority,
    Who: named(one.whoId, names),
    What: named(one.whatId, names),
  })
  const lead = (one: HomeLead) => ({
    Id: encodeId(one.id),
    Name: one.name,
    Company: one.company,
    Status: one.status,
    LeadSource: one.leadSource,
    CreatedDate: one.createdAt,
    IsUnreadByOwner: one.isUnread,
    Owner: named(one.ownerId, names),
  })
  return {
    firstSteps: steps === null || Object.values(steps).every(Boolean) ? null : steps,
    firstResponseHours,
    tasksOverdue: { count: counts.tasksOverdue, records: overdue.map(task) },
    tasksDueToday: { count: counts.tasksDueToday, records: due.map(task) },
    newLeads: { count: counts.newLeads, records: mine.map(lead) },
    untouchedLeads: { count: counts.untouchedLeads, records: untouched.map(lead) },
  }
}

const named = (id: number | null, names: ReadonlyMap<number, string>) =>
  id === null ? null : { Id: encodeId(id), Name: names.get(id) ?? null }

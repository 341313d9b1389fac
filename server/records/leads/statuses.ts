import { Refusal } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import type { Tx } from '../../platform/tx.ts'
import type { LeadState, LeadStatus } from './lead.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { insertLeadStatuses, leadStatusRows } from './statuses.sql.ts'

const STALE_AFTER_MS = 2000

const remembered = rememberedByOrg<readonly LeadStatus[]>(STALE_AFTER_MS, leadStatusRows)

/** The org's lead statuses, in their order. */
export const leadStatuses = (tx: Tx): Promise<readonly LeadStatus[]> => remembered(tx)

/** Called when this process changed them. */
export const forgetLeadStatuses = (): void => remembered.forget()

export const statusPicklist = async (tx: Tx) =>
  (await leadStatuses(tx)).map(({ name, label, state, isDefault }) => ({ value: name, label, isDefault, note: state }))

export const statusNamed = (statuses: readonly LeadStatus[], name: string): LeadStatus | undefined =>
  statuses.find((status) => status.name.toLowerCase() === name.toLowerCase())

/** The status a lead gets when it enters a state and nobody named one. */
export function statusOfState(statuses: readonly LeadStatus[], state: LeadState): LeadStatus {
  const inState = statuses.filter((status) => status.state === state)
  const chosen = inState.find(({ isDefault }) => isDefault) ?? inState[0]
  if (chosen !== undefined) return chosen
  throw new Refusal(
    'no_status_for_state',
    `No lead status belongs to the state '${state}'. An administrator can add one in Setup, Lead statuses.`,
    {
      way: { label: 'Open lead statuses', href: '/setup/lead-statuses' },
    },
  )
}

/** The state of a status; a status that is no longer in the list counts as working, so that nobody loses sight of it. */
export const stateOf = (statuses: readonly LeadStatus[], name: unknown): LeadState =>
  typeof name === 'string' ? (statusNamed(statuses, name)?.state ?? 'working') : 'open'

/** The statuses every new org starts with, as the field's tools name them. */
const STANDARD: readonly Omit<LeadStatus, 'id'>[] = [
  { name: 'Open - Not Contacted', label: 'Open - Not Contacted', state: 'open', isDefault: true, sortOrder: 1 },
  { name: 'Working - Contacted', label: 'Working - Contacted', state: 'working', isDefault: false, sortOrder: 2 },
  { name: 'Nurturing', label: 'Nurturing', state: 'nurturing', isDefault: false, sortOrder: 3 },
  { name: 'Closed - Converted', label: 'Closed - Converted', state: 'converted', isDefault: false, sortOrder: 4 },
  {
    name: 'Closed - Not Converted',
    label: 'Closed - Not Converted',
    state: 'unqualified',
    isDefault: false,
    sortOrder: 5,
  },
]

/** Gives a new org its lead statuses; does nothing where there are some. */
export async function seedLeadStatuses(tx: Tx): Promise<void> {
  const ids = await drawIds(tx, 'LeadStatus', STANDARD.length)
  await insertLeadStatuses(
    tx,
    STANDARD.map((status, at) => ({ ...status, id: ids[at] ?? 0 })),
  )
  forgetLeadStatuses()
}

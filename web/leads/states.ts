import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import type { Session } from '../api/session.ts'
import { nameOf } from '../ui/fields.ts'
import { isState, type State } from '../ui/states.ts'

export const leadStates = [
  'open',
  'working',
  'nurturing',
  'converted',
  'unqualified',
] as const satisfies readonly State[]
export type LeadState = (typeof leadStates)[number]

/** Where a lead may go by hand; the same table as the server's. Converted is reached by converting only. */
export const mayMoveTo: Readonly<Record<LeadState, readonly LeadState[]>> = {
  open: ['working', 'nurturing', 'unqualified'],
  working: ['open', 'nurturing', 'unqualified'],
  nurturing: ['working', 'unqualified'],
  unqualified: ['open', 'working', 'nurturing'],
  converted: [],
}

const isLeadState = (state: State): state is LeadState => leadStates.some((one) => one === state)

/** The state behind the lead's status, as the org configured it. */
export function stateOfLead(lead: RecordRow, shape: ObjectShape): LeadState {
  const note = shape.fieldNamed.get('Status')?.picklist.find(({ value }) => value === lead['Status'])?.note
  return isState(note) && isLeadState(note) ? note : 'open'
}

/** The org's first status of a state: what a step on the path sets. */
export const statusOfState = (shape: ObjectShape, state: LeadState): string | undefined =>
  shape.fieldNamed.get('Status')?.picklist.find(({ note }) => note === state)?.value

/** Why the whole lead is closed to changes; undefined when it is not. */
export function reasonAgainstChange(lead: RecordRow, shape: ObjectShape, session: Session): string | undefined {
  if (!shape.may.edit)
    return `Your role (${session.user.RoleLabel}) may read leads, but not change them. Ask an administrator if your work needs it.`
  if (lead['IsConverted'] === true)
    return `${nameOf(lead)} is converted: the lead stays readable and locked. Change the account, the contact or the opportunity instead.`
  return undefined
}

/** Why no call can end here: closed leads reopen first. */
export function reasonAgainstCall(lead: RecordRow, shape: ObjectShape, session: Session): string | undefined {
  const reason = reasonAgainstChange(lead, shape, session)
  if (reason !== undefined) return reason
  return stateOfLead(lead, shape) === 'unqualified' ? 'This lead is closed. Reopen it with a reason first.' : undefined
}

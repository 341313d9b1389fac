import type { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import type { Tap } from './checkIn.ts'
import { membersOfPeople } from './checkIns.sql.ts'
import { otherEvent, unknownCode } from './noEntry.ts'
import { codeIn } from './registration.ts'
import { registrationsByCode } from './registrations.sql.ts'

type Arrival = Extract<Tap, { readonly act: 'check_in' }>

/** The member each tap means: named, or by the code on their ticket. */
export async function membersMeant(
  tx: Tx,
  plan: Pick<EventPlan, 'campaignId'>,
  taps: readonly Pick<Arrival, 'memberId' | 'code'>[],
): Promise<(number | Refusal | undefined)[]> {
  const codes = taps.flatMap(({ code }) => (code === undefined ? [] : (codeIn(code) ?? [])))
  const tickets = new Map(
    (codes.length === 0 ? [] : await registrationsByCode(tx, codes)).map((one) => [one.code, one]),
  )
  const people = [...tickets.values()]
    .filter(({ campaignId }) => campaignId === plan.campaignId)
    .map(({ personId }) => personId)
  const members = new Map(
    (await membersOfPeople(tx, plan.campaignId, people)).map(({ id, personId }) => [personId, id]),
  )
  return taps.map(({ memberId, code }) => {
    if (code === undefined) return memberId
    const ticket = tickets.get(codeIn(code) ?? '')
    if (ticket === undefined) return unknownCode(code)
    if (ticket.campaignId !== plan.campaignId) return otherEvent(ticket.campaignName)
    return members.get(ticket.personId) ?? unknownCode(code)
  })
}

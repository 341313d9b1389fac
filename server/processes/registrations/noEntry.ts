import { Refusal } from '../../platform/errors.ts'
import type { CheckIn, TapResult } from './checkIn.ts'
import type { LockedMember } from './checkIns.sql.ts'
import type { BookingState } from './registration.ts'

export function alreadyHere(
  member: LockedMember,
  before: Pick<CheckIn, 'checkedInAt' | 'checkedInById'>,
  names: ReadonlyMap<number, string>,
  zone: string,
): Refusal {
  const by = before.checkedInById === null ? 'Assay' : (names.get(before.checkedInById) ?? 'somebody')
  const at = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    before.checkedInAt,
  )
  return new Refusal('already_checked_in', `${member.name} is here already: ${by} checked them in at ${at}.`, {
    kind: 'conflict',
    rule: 'A person is checked in once.',
    facts: { checkedInAt: before.checkedInAt.toISOString(), by },
  })
}

export const withoutPlace = (member: LockedMember, state: 'waiting' | 'cancelled'): Refusal =>
  new Refusal(
    'without_a_place',
    state === 'waiting'
      ? `${member.name} is on the waiting list and has no place yet. Check them in anyway if there is room.`
      : `${member.name} cancelled their registration. Check them in anyway if there is room.`,
    { rule: 'Who has a place is checked in by one tap; who has none is asked about.', facts: { state } },
  )

export const notBooked = (member: LockedMember, session: string, state: BookingState | undefined): Refusal =>
  new Refusal(
    'not_booked',
    state === 'waiting'
      ? `${member.name} waits for a seat in ${session}. Let them in anyway if there is room.`
      : `${member.name} has no seat in ${session}. Let them in anyway if there is room.`,
    { rule: 'Who booked a seat is let in by one tap; who did not is asked about.', facts: { state: state ?? null } },
  )

export const noSuchStatus = (status: string, labels: readonly string[]): Refusal =>
  new Refusal(
    'invalid_member_status',
    `'${status.slice(0, 40).toWellFormed()}' is no member status of this campaign. Its statuses are ${labels.map((one) => `'${one}'`).join(', ')}.`,
    { field: 'status', value: status, rule: 'A member has one status out of the campaign’s own list.' },
  )

export const unknownCode = (code: string): Refusal =>
  new Refusal(
    'unknown_code',
    `No ticket bears the code '${code.slice(0, 20).toWellFormed()}'. Look for the person by name instead.`,
    {
      field: 'code',
    },
  )

export const otherEvent = (name: string): Refusal =>
  new Refusal('ticket_of_another_event', `This ticket is for another event: ${name}.`, { field: 'code' })

export const refused = (key: string, refusal: Refusal, member?: LockedMember): TapResult => ({
  key,
  ok: false,
  code: refusal.code,
  message: refusal.message,
  facts: refusal.details.facts,
  ...(member === undefined ? {} : { memberId: member.id, name: member.name }),
})

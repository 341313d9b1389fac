import { attendedWords } from '../../../shared/attendedWords.ts'

/** What makes a campaign an event: what holds for all of its sessions. */
export type EventPlan = {
  readonly campaignId: number
  readonly campaignName: string
  readonly timeZone: string
  readonly place: string | null
  /** What the registration page says under the name. */
  readonly description: string | null
  /** How many the whole event has room for; null: as many as its sessions hold. */
  readonly capacity: number | null
  readonly webFormId: number | null
  /** Since when strangers may register; null while they may not. */
  readonly openedAt: Date | null
  readonly registeredStatusId: number | null
  readonly waitingStatusId: number | null
  readonly attendedStatusId: number | null
  readonly noShowStatusId: number | null
  readonly cancelledStatusId: number | null
  /** How long after the end somebody may still be checked in before they count as a no-show. */
  readonly graceMinutes: number
  readonly followsUpAttended: boolean
  readonly wrappedUpAt: Date | null
  readonly version: number
  /** When the last session ends, or the campaign's last day; null while neither is known. */
  readonly endsAt: Date | null
}

export type PlanDraft = Partial<
  Pick<
    EventPlan,
    | 'timeZone'
    | 'place'
    | 'description'
    | 'capacity'
    | 'graceMinutes'
    | 'followsUpAttended'
    | 'registeredStatusId'
    | 'waitingStatusId'
    | 'attendedStatusId'
    | 'noShowStatusId'
    | 'cancelledStatusId'
  >
>

/** Where members of an event stand: labels out of the campaign's own list. */
export type EventStatuses = {
  readonly registered: string | undefined
  readonly waiting: string | undefined
  readonly attended: string | undefined
  readonly noShow: string | undefined
  readonly cancelled: string | undefined
}

type Listed = { readonly id: number; readonly label: string }

// The usual names of the field, for lists nobody pointed at.
const usual = {
  registered: ['registered', 'attending', 'accepted', 'confirmed'],
  waiting: ['waiting list', 'waitlisted', 'waiting'],
  attended: attendedWords,
  noShow: ['no show', 'no-show', 'did not attend'],
  cancelled: ['cancelled', 'canceled', 'declined'],
} as const

/** The statuses an event works with: those the plan names, else those the list calls by their usual names. */
export function statusesOfEvent(plan: EventPlan, list: readonly Listed[]): EventStatuses {
  const found = (kind: keyof typeof usual, id: number | null): string | undefined =>
    list.find((one) => one.id === id)?.label ??
    usual[kind].flatMap((name) => list.find(({ label }) => label.toLowerCase() === name)?.label ?? [])[0]
  return {
    registered: found('registered', plan.registeredStatusId),
    waiting: found('waiting', plan.waitingStatusId),
    attended: found('attended', plan.attendedStatusId),
    noShow: found('noShow', plan.noShowStatusId),
    cancelled: found('cancelled', plan.cancelledStatusId),
  }
}

export const isOverPlan = ({ endsAt }: EventPlan, now: Date): boolean => endsAt !== null && endsAt <= now

/** Whether strangers may register at this moment. */
export const takesRegistrations = (plan: EventPlan, now: Date): boolean =>
  plan.openedAt !== null && !isOverPlan(plan, now)

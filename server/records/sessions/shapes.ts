import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import type { EventPlan } from './plan.ts'
import type { Session } from './session.ts'

const id = z.string().nullable()
const moment = z.date().nullable()

/** What the API answers for a campaign that is an event. Times are ISO 8601 in UTC; minutes are minutes. */
export const planShape = z
  .object({
    CampaignId: z.string(),
    TimeZone: z.string(),
    Place: z.string().nullable(),
    Description: z.string().nullable(),
    Capacity: z.number().nullable(),
    GraceMinutes: z.number(),
    FollowUpAttended: z.boolean(),
    RegisteredStatusId: id,
    WaitingStatusId: id,
    AttendedStatusId: id,
    NoShowStatusId: id,
    CancelledStatusId: id,
    WebFormId: id,
    RegistrationOpenedAt: moment,
    RegistrationUrl: z.string(),
    CalendarUrl: z.string(),
    EndsAt: moment,
    WrappedUpAt: moment,
    version: z.number(),
  })
  .meta({ id: 'EventPlan' })

export const sessionShape = z
  .object({
    Id: z.string(),
    CampaignId: z.string(),
    Name: z.string(),
    StartsAt: z.date(),
    EndsAt: z.date(),
    TimeZone: z.string(),
    Place: z.string().nullable(),
    Room: z.string().nullable(),
    Link: z.string().nullable(),
    Speaker: z.string().nullable(),
    Capacity: z.number().nullable(),
    Sequence: z.number(),
    CancelledAt: moment,
    version: z.number(),
  })
  .meta({ id: 'EventSession' })

const idOrNull = (value: number | null): string | null => (value === null ? null : encodeId(value))

export const presentPlan = (plan: EventPlan, publicUrl: string): z.infer<typeof planShape> => ({
  CampaignId: encodeId(plan.campaignId),
  TimeZone: plan.timeZone,
  Place: plan.place,
  Description: plan.description,
  Capacity: plan.capacity,
  GraceMinutes: plan.graceMinutes,
  FollowUpAttended: plan.followsUpAttended,
  RegisteredStatusId: idOrNull(plan.registeredStatusId),
  WaitingStatusId: idOrNull(plan.waitingStatusId),
  AttendedStatusId: idOrNull(plan.attendedStatusId),
  NoShowStatusId: idOrNull(plan.noShowStatusId),
  CancelledStatusId: idOrNull(plan.cancelledStatusId),
  WebFormId: idOrNull(plan.webFormId),
  RegistrationOpenedAt: plan.openedAt,
  RegistrationUrl: `${publicUrl}/e/${encodeId(plan.campaignId)}`,
  CalendarUrl: `${publicUrl}/e/${encodeId(plan.campaignId)}/calendar.ics`,
  EndsAt: plan.endsAt,
  WrappedUpAt: plan.wrappedUpAt,
  version: plan.version,
})

export const presentSession = (session: Session): z.infer<typeof sessionShape> => ({
  Id: encodeId(session.id),
  CampaignId: encodeId(session.campaignId),
  Name: session.name,
  StartsAt: session.startsAt,
  EndsAt: session.endsAt,
  TimeZone: session.timeZone,
  Place: session.place,
  Room: session.room,
  Link: session.link,
  Speaker: session.speaker,
  Capacity: session.capacity,
  Sequence: session.sequence,
  CancelledAt: session.cancelledAt,
  version: session.version,
})

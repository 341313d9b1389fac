import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import { useAnswer } from '../setup/setupApi.ts'

export type EventPlan = Readonly<{
  CampaignId: string
  TimeZone: string
  Place: string | null
  Description: string | null
  Capacity: number | null
  GraceMinutes: number
  FollowUpAttended: boolean
  AttendedStatusId: string | null
  NoShowStatusId: string | null
  RegisteredStatusId: string | null
  WebFormId: string | null
  RegistrationOpenedAt: string | null
  RegistrationUrl: string
  CalendarUrl: string
  EndsAt: string | null
  WrappedUpAt: string | null
}>

export type EventSession = Readonly<{
  Id: string
  Name: string
  StartsAt: string
  EndsAt: string
  TimeZone: string
  Place: string | null
  Room: string | null
  Link: string | null
  Speaker: string | null
  Capacity: number | null
  CancelledAt: string | null
  Taken: number
  Waiting: number
}>

export type EventOverview = Readonly<{
  plan: EventPlan | null
  places: Readonly<{ Taken: number; Waiting: number }>
  sessions: readonly EventSession[]
}>

/** The sessions people choose among. Where one alone is to come there is no choice: whoever has a place is in it. */
export function sessionsToChoose(sessions: readonly EventSession[], now: number): readonly EventSession[] {
  const toCome = sessions.filter(({ CancelledAt, EndsAt }) => CancelledAt === null && Date.parse(EndsAt) > now)
  return toCome.length > 1 ? toCome : []
}

export type RegistrationRow = Readonly<{
  Id: string
  State: 'registered' | 'waiting' | 'cancelled'
  Code: string
  Who: Readonly<{ Id: string; Name: string }>
  MemberId: string
  Company: string | null
  Email: string | null
  Status: string
  CreatedDate: string
  Line: number | null
  SessionIds: readonly string[]
  WaitingSessionIds: readonly string[]
}>

export const eventPath = (campaignId: string): string => `/campaigns/${campaignId}/event`

export const useEvent = (campaignId: string, isAsked = true) =>
  useAnswer<EventOverview>(eventPath(campaignId), {}, isAsked)

/** Asks anew for everything that hangs on an event once something of it changed. */
export function useEventNews(campaignId: string): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['setup', eventPath(campaignId)] }),
      client.invalidateQueries({ queryKey: ['setup', `/campaigns/${campaignId}/registrations`] }),
      client.invalidateQueries({ queryKey: keys.object('CampaignMember') }),
      client.invalidateQueries({ queryKey: keys.object('Campaign') }),
    ])
  }
}

export const changePlan = (campaignId: string, plan: Partial<EventPlan>) =>
  api.patch<EventPlan>(eventPath(campaignId), plan)

export const openPage = (campaignId: string, open: boolean) =>
  api.post<EventPlan>(`${eventPath(campaignId)}/registration-page`, { open })

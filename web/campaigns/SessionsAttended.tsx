import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { useObject } from '../api/describe.ts'
import { ApiError } from '../api/errors.ts'
import { useAbout } from '../api/records.ts'
import { newTapKey } from '../registrations/taps.ts'
import { dayOf, timeOf } from '../sessions/clocks.ts'
import { exactDate } from '../ui/dates.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { useRefreshMembers } from './campaignApi.ts'
import classes from './MemberSheet.module.css'

type SessionOfMember = Readonly<{
  Id: string
  Name: string
  StartsAt: string
  TimeZone: string
  Room: string | null
  Seat: 'booked' | 'waiting' | 'cancelled' | null
  AttendedAt: string | null
  AttendedBy: string | null
}>

type Told = Readonly<{ CampaignId: string; sessions: readonly SessionOfMember[] }>

const seats = { booked: 'has a seat', waiting: 'on the waiting list', cancelled: 'cancelled' } as const

/** Which sessions of an event somebody was in: noted at the door, or here afterwards. Nothing where there are none. */
export function SessionsAttended({ memberId, name }: Readonly<{ memberId: string; name: string }>) {
  const told = useAbout<Told>('CampaignMember', memberId, 'sessions').data
  const note = useNote(memberId, told?.CampaignId)
  // Shown at once, until the server has said what is so.
  const [ticked, setTicked] = useState<{ sessionId: string; was: boolean }>()
  const mayEdit = useObject('CampaignMember').may.edit
  if (told === undefined || told.sessions.length === 0) return null
  return (
    <section aria-label="Sessions they were in">
      <h3 className={classes['title']}>Sessions they were in</h3>
      <p className={classes['note']}>Ticked here, or at the door. Whoever was in a session was at the event.</p>
      <ul className={classes['steps']}>
        {told.sessions.map((one) => (
          <li key={one.Id} className={classes['step']}>
            <Checkbox
              label={one.Name}
              description={wordsOf(one)}
              disabled={!mayEdit}
              checked={ticked?.sessionId === one.Id ? ticked.was : one.AttendedAt !== null}
              onChange={({ currentTarget: { checked } }) => {
                const tick = { sessionId: one.Id, was: checked }
                setTicked(tick)
                note.mutate(tick, {
                  onSuccess: () => toast(`${name} ${checked ? 'was' : 'was not'} in ${one.Name}.`),
                  onError: toastError,
                  onSettled: () => setTicked(undefined),
                })
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

type TapAnswer = Readonly<{ results: readonly Readonly<{ ok: boolean; message?: string; code?: string }>[] }>

/** Notes that they were in a session, or were not: the same as a tap at its door. */
function useNote(memberId: string, campaignId: string | undefined) {
  const client = useQueryClient()
  const refresh = useRefreshMembers()
  return useMutation({
    mutationFn: async ({ sessionId, was }: { sessionId: string; was: boolean }) => {
      const tap = { key: newTapKey(), sessionId, memberId, act: was ? 'check_in' : 'undo' }
      const { results } = await api.post<TapAnswer>(`/campaigns/${campaignId ?? ''}/check-in`, {
        taps: [was ? { ...tap, anyway: true } : tap],
      })
      const [result] = results
      if (result?.ok === false && result.code !== 'already_checked_in')
        throw new ApiError(422, [
          { code: result.code ?? 'not_noted', message: result.message ?? 'This could not be noted.' },
        ])
    },
    onSettled: async () => {
      await refresh()
      await client.invalidateQueries({ queryKey: ['door', campaignId] })
    },
  })
}

function wordsOf({ StartsAt, TimeZone, Room, Seat, AttendedAt, AttendedBy }: SessionOfMember): string {
  const noted =
    AttendedAt === null ? null : `noted ${exactDate(AttendedAt)}${AttendedBy === null ? '' : ` by ${AttendedBy}`}`
  return [
    `${dayOf(StartsAt, TimeZone)}, ${timeOf(StartsAt, TimeZone)}`,
    Room,
    Seat === null ? null : seats[Seat],
    noted,
  ]
    .filter((word) => word !== null)
    .join(' · ')
}

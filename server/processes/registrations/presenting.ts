import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { spelled, type Registration } from './registration.ts'
import { bookingsOf, type Listed } from './registrations.sql.ts'

/** Registrations as the API says them. */
export const registrationShape = z
  .object({
    Id: z.string(),
    State: z.enum(['registered', 'waiting', 'cancelled']),
    Code: z.string(),
    SessionIds: z.array(z.string()),
    WaitingSessionIds: z.array(z.string()),
  })
  .meta({ id: 'EventRegistration' })

export const listedShape = registrationShape
  .extend({
    Who: z.object({ Id: z.string(), Name: z.string() }),
    MemberId: z.string(),
    Company: z.string().nullable(),
    Email: z.string().nullable(),
    Status: z.string(),
    CreatedDate: z.date(),
    Line: z.number().nullable(),
  })
  .meta({ id: 'ListedRegistration' })

export async function presentAll(tx: Tx, registrations: readonly Registration[]) {
  const bookings = Map.groupBy(
    await bookingsOf(
      tx,
      registrations.map(({ id }) => id),
    ),
    ({ registrationId }) => registrationId,
  )
  return new Map(
    registrations.map(({ id, state, code }) => {
      const mine = bookings.get(id) ?? []
      const ids = (wanted: string) =>
        mine.filter((one) => one.state === wanted).map(({ sessionId }) => encodeId(sessionId))
      return [
        id,
        {
          Id: encodeId(id),
          State: state,
          Code: spelled(code),
          SessionIds: ids('booked'),
          WaitingSessionIds: ids('waiting'),
        },
      ] as const
    }),
  )
}

export async function presentOne(tx: Tx, registration: Registration) {
  const presented = (await presentAll(tx, [registration])).get(registration.id)
  if (presented === undefined) throw notFound('registration')
  return presented
}

export async function presentListed(tx: Tx, rows: readonly Listed[]): Promise<z.infer<typeof listedShape>[]> {
  const presented = await presentAll(
    tx,
    rows.map((row) => ({ ...row, campaignId: 0, revision: 0 })),
  )
  return rows.flatMap((row) => {
    const one = presented.get(row.id)
    if (one === undefined) return []
    return [
      {
        ...one,
        Who: { Id: encodeId(row.recordId), Name: row.name },
        MemberId: encodeId(row.memberId),
        Company: row.company,
        Email: row.email,
        Status: row.status,
        CreatedDate: row.createdAt,
        Line: row.line,
      },
    ]
  })
}

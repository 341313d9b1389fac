import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import { sessionsOfMember } from './sessionCheckIns.sql.ts'

const attendedShape = z
  .object({
    Id: z.string(),
    Name: z.string(),
    StartsAt: z.date(),
    TimeZone: z.string(),
    Room: z.string().nullable(),
    Seat: z.enum(['booked', 'waiting', 'cancelled']).nullable(),
    AttendedAt: z.date().nullable().meta({ description: 'When it was noted that they are, or were, in it.' }),
    AttendedBy: z.string().nullable().meta({ description: 'Who noted it.' }),
  })
  .meta({ id: 'SessionOfMember' })

/** Which sessions somebody booked and was in. It is noted by taps, at the door or afterwards: see check-in. */
export function attendanceRoutes(app: App): void {
  app.get(
    '/api/campaign-members/:id/sessions',
    {
      schema: {
        tags: ['Events'],
        summary: 'The sessions of the event a member belongs to: which they booked, and which they were in',
        params: idParams,
        response: { 200: z.object({ CampaignId: z.string(), sessions: z.array(attendedShape) }), 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, 'CampaignMember')
        const id = idIn(request.params.id, definition)
        const { CampaignId } = await getRecord(tx, actor, definition, id, ['CampaignId'])
        return {
          CampaignId: encodeId(Number(CampaignId)),
          sessions: (await sessionsOfMember(tx, id)).map((one) => ({
            Id: encodeId(one.id),
            Name: one.name,
            StartsAt: one.startsAt,
            TimeZone: one.timeZone,
            Room: one.room,
            Seat: one.seat,
            AttendedAt: one.attendedAt,
            AttendedBy: one.attendedBy,
          })),
        }
      }),
  )
}

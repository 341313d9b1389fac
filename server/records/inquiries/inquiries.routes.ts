import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { idIn, idParams, nextSchema } from '../../ground/objects/schemas.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { listInquiries } from './inquiries.ts'
import { inquirySources, type Inquiry } from './inquiry.ts'

const page = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const inquirySchema = z
  .object({
    Id: z.string(),
    Source: z.enum(inquirySources),
    Subject: z.string(),
    Details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What they sent, by the names they were asked by.' }),
    CampaignId: z.string().nullable(),
    RespondedDate: z.date(),
  })
  .meta({ id: 'Inquiry' })

/** What a lead's or contact's person responded to. */
export function inquiryRoutes(app: App): void {
  for (const [path, objectName, tag] of [
    ['leads', 'Lead', 'Leads'],
    ['contacts', 'Contact', 'Contacts'],
  ] as const) {
    app.get(
      `/api/${path}/:id/inquiries`,
      {
        schema: {
          tags: [tag],
          summary: 'What this person responded to, newest first',
          params: idParams,
          querystring: page,
          response: { 200: z.object({ inquiries: z.array(inquirySchema), next: nextSchema }) },
        },
      },
      (request) =>
        readingAs(request, async (tx, actor) => {
          const id = idIn(request.params.id, await definitionOf(tx, objectName))
          const { inquiries, next } = await listInquiries(tx, actor, objectName, id, request.query)
          return { inquiries: inquiries.map(presentInquiry), next }
        }),
    )
  }
}

const presentInquiry = ({
  id,
  source,
  subject,
  details,
  campaignId,
  respondedAt,
}: Inquiry): z.infer<typeof inquirySchema> => ({
  Id: encodeId(id),
  Source: source,
  Subject: subject,
  Details: details,
  CampaignId: campaignId === null ? null : encodeId(campaignId),
  RespondedDate: respondedAt,
})

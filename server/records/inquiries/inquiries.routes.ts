import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { listInquiries } from './inquiries.ts'
import type { Inquiry } from './inquiry.ts'

const page = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

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

const presentInquiry = ({ id, source, subject, details, campaignId, respondedAt }: Inquiry) => ({
  Id: encodeId(id),
  Source: source,
  Subject: subject,
  Details: details,
  CampaignId: campaignId === null ? null : encodeId(campaignId),
  RespondedDate: respondedAt,
})

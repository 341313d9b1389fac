import { z } from 'zod'
import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { standardDefinition } from '../../ground/objects/definition.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { idIn, idParams, nextSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import { entryKinds, type Happening } from './entry.ts'
import { readTimeline } from './timeline.ts'

const page = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const entrySchema = z
  .object({
    id: z.string(),
    kind: z.enum(entryKinds),
    at: z.date(),
    title: z.string(),
    detail: z.string().nullable(),
    by: referenceSchema.nullable().meta({ description: 'Null: nobody, or nobody known.' }),
    href: z.string().nullable().meta({ description: 'The page of the web where it is best looked at.' }),
    change: z
      .object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })
      .nullable()
      .meta({ description: 'Of a change: the field, and its values as history keeps them.' }),
  })
  .meta({ id: 'TimelineEntry' })

const timelineSchema = z.object({ entries: z.array(entrySchema), next: nextSchema })

/** What happened, on the page of a lead, a contact, an account or an opportunity. */
export function timelineRoutes(app: App): void {
  for (const [path, objectName, tag] of [
    ['leads', 'Lead', 'Leads'],
    ['contacts', 'Contact', 'Contacts'],
    ['accounts', 'Account', 'Accounts'],
    ['opportunities', 'Opportunity', 'Opportunities'],
  ] as const) {
    app.get(
      `/api/${path}/:id/timeline`,
      {
        schema: {
          tags: [tag],
          summary: 'Everything that happened, newest first',
          params: idParams,
          querystring: page,
          response: { 200: timelineSchema },
        },
      },
      (request) =>
        readingAs(request, async (tx, actor) => {
          const id = idIn(request.params.id, await definitionOf(tx, objectName))
          const { happenings, next } = await readTimeline(tx, actor, objectName, id, request.query)
          const names = await namesOf(tx, new Set(happenings.flatMap(({ byId }) => byId ?? [])))
          return { entries: happenings.map((one) => present(one, names)), next }
        }),
    )
  }
}

const present = (
  { kind, id, at, title, detail, byId, refId, change }: Happening,
  names: ReadonlyMap<number, string>,
): z.infer<typeof entrySchema> => ({
  id: `${kind}-${encodeId(id)}`,
  kind,
  at,
  title,
  detail: detail === '' ? null : detail,
  by: byId === null ? null : { Id: encodeId(byId), Name: names.get(byId) ?? null },
  href: refId === null ? null : hrefOf(refId),
  change,
})

/** The web's address of a record, or of the import that made it; null for what has no page. */
function hrefOf(id: number): string | null {
  const objectName = objectOfId(id) ?? ''
  if (objectName === 'Import') return `/imports/${encodeId(id)}`
  const definition = standardDefinition(objectName)
  return definition === undefined ? null : `/${definition.path}/${encodeId(id)}`
}

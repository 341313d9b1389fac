import { z } from 'zod'
import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { standardDefinition } from '../../ground/objects/definition.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import type { Happening } from './entry.ts'
import { readTimeline } from './timeline.ts'

const page = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

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
) => ({
  id: `${kind}-${encodeId(id)}`,
  kind,
  at,
  title,
  detail: detail === '' ? null : detail,
  by: byId === null ? null : { Id: encodeId(byId), Name: names.get(byId) ?? null },
  href: refId === null ? null : hrefOf(refId),
  change,
})

/** The web's address of a record; null for what has no page. */
function hrefOf(id: number): string | null {
  const definition = standardDefinition(objectOfId(id) ?? '')
  return definition === undefined ? null : `/${definition.path}/${encodeId(id)}`
}

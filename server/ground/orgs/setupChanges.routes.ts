import { z } from 'zod'
import { encodeId, idOf } from '../../../shared/ids.ts'
import { readingAs, type App } from '../http/edge.ts'
import { idIn, nextSchema } from '../objects/schemas.ts'
import { User } from '../users/user.ts'
import { type SetupArea, setupAreas, setupWords } from './setupArea.ts'
import { listSetupChanges } from './setupChanges.ts'
import type { KeptSetupChange } from './setupChanges.sql.ts'

const query = z.object({
  user: z.string().min(15).max(18).optional().meta({ description: 'Only what this user changed.' }),
  area: z.enum(setupAreas).optional().meta({ description: 'Only what was changed on this page of Setup.' }),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const changeSchema = z
  .object({
    Id: z.string(),
    at: z.date(),
    by: z
      .object({ Id: z.string(), Name: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null: it was done by a command on the server.' }),
    area: z.enum(setupAreas),
    what: z.string().meta({ description: 'The kind of thing: user, custom_field.' }),
    act: z.string().meta({ description: 'What was done to it: created, changed, removed.' }),
    name: z.string().nullable(),
    count: z.number().meta({ description: 'How many of them at once; the name is of the first.' }),
    values: z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  })
  .meta({ id: 'SetupChange' })

/** Who changed what in Setup. */
export function setupChangeRoutes(app: App): void {
  app.get(
    '/api/setup-changes',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Who changed what in Setup, the latest first',
        querystring: query,
        response: { 200: z.object({ changes: z.array(changeSchema), next: nextSchema }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { user, ...page } = request.query
        const { changes, next } = await listSetupChanges(tx, actor, {
          ...page,
          userId: user === undefined ? undefined : idIn(user, User),
        })
        return { changes: changes.map(present), next }
      }),
  )
}

const areaOf: ReadonlyMap<string, SetupArea> = new Map(setupWords.map(({ word, area }) => [word, area]))

function present({ id, at, byId, byName, type, ...rest }: KeptSetupChange): z.infer<typeof changeSchema> {
  const [what = '', act = ''] = type.split('.')
  return {
    Id: encodeId(idOf('SetupAuditTrail', id)),
    at,
    by: byId === null ? null : { Id: encodeId(byId), Name: byName },
    area: areaOf.get(what) ?? 'organization',
    what,
    act,
    name: rest.name,
    count: rest.count,
    values: [...rest.values],
  }
}

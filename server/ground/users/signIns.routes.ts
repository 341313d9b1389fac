import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../http/edge.ts'
import { idIn, nextSchema } from '../objects/schemas.ts'
import { signInWays, refusals } from './signIn.ts'
import { listSignIns } from './signIns.ts'
import { User } from './user.ts'

const query = z.object({
  user: z.string().min(15).max(18).optional().meta({ description: 'Only of this user.' }),
  refused: z.stringbool().optional().meta({ description: 'Only those that failed.' }),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const named = z.object({ Id: z.string(), Name: z.string().nullable() })
const signInSchema = z
  .object({
    Id: z.string(),
    at: z.date(),
    user: named,
    way: z.enum(signInWays).meta({ description: 'By a browser, or as a program does, in OAuth’s words.' }),
    app: z.string().nullable().meta({ description: 'The connected app, where one was let in.' }),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    refusedBecause: z.enum(refusals).nullable().meta({ description: 'Null: it succeeded.' }),
  })
  .meta({ id: 'SignIn' })

/** Who came in, and who tried to with the wrong password; kept for half a year. */
export function signInListRoute(app: App): void {
  app.get(
    '/api/sign-ins',
    {
      schema: {
        tags: [User.labelPlural],
        summary: 'Who signed in and who failed to, the latest first; kept for half a year',
        querystring: query,
        response: { 200: z.object({ signIns: z.array(signInSchema), next: nextSchema }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { user, ...page } = request.query
        const { signIns, next } = await listSignIns(tx, actor, {
          ...page,
          userId: user === undefined ? undefined : idIn(user, User),
        })
        return {
          signIns: signIns.map(({ id, userId, userName, ...rest }) => ({
            Id: encodeId(id),
            user: { Id: encodeId(userId), Name: userName },
            ...rest,
          })),
          next,
        }
      }),
  )
}

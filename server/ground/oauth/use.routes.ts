import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database } from '../../platform/tx.ts'
import { readingAs, type App } from '../http/edge.ts'
import { nextSchema } from '../objects/schemas.ts'
import {
  apiUsage,
  countCall,
  giveBack,
  keepUse,
  listUse,
  noteWritten,
  orgsWithCalls,
  sumUse,
  takeUse,
  type NamedUse,
  type UseSum,
} from './use.ts'

const use = {
  userId: z.string().nullable(),
  userName: z.string().nullable(),
  appId: z.string().nullable().meta({ description: 'Null: a token made in setup, or a sign-in by password.' }),
  appName: z.string().nullable(),
  family: z.string().meta({ description: 'The kind of call: `Assay API`, `REST`, `Bulk 2`, `SOAP`, …' }),
  calls: z.number(),
  errors: z.number().meta({ description: 'How many of the calls were answered with 400 or more.' }),
  bytes: z.number().meta({ description: 'Of the answers.' }),
  milliseconds: z.number().meta({ description: 'Spent on answering, in all.' }),
}

const usesSchema = z.object({
  uses: z.array(
    z.object({
      hour: z.date().meta({ description: 'When it began.' }),
      entity: z.string().nullable().meta({ description: 'The object asked for; null where the address names none.' }),
      ...use,
    }),
  ),
  next: nextSchema,
})

const sumsSchema = z.object({
  sums: z.array(z.object(use)),
  usedWithinADay: z.number().meta({ description: 'All calls by token in the last 24 hours.' }),
})

const WRITTEN_EVERY_MS = 5000
const DAY_MS = 86_400_000

/** Counts every call by token on the routes that are added after this. */
export function countCalls(app: App): void {
  app.addHook('onResponse', (request, reply, done) => {
    count(app.surroundings.db, request, reply)
    done()
  })
  const timer = setInterval(() => void writeAll(app), WRITTEN_EVERY_MS)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await writeAll(app)
  })
}

/** The log of API use, for administrators. */
export function useRoutes(app: App): void {
  const tags = ['API use']
  const period = z.object({
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    after: z.string().max(1000).optional(),
  })
  app.get(
    '/api/api-use',
    {
      schema: {
        tags,
        summary: 'Calls by hour, user, program, kind and object',
        querystring: period,
        response: { 200: usesSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { from, to, after } = request.query
        const end = to === undefined ? new Date(tx.now.getTime() + 1) : new Date(to)
        const begin = from === undefined ? new Date(end.getTime() - DAY_MS) : new Date(from)
        const { uses, next } = await listUse(tx, actor, { from: begin, to: end, after })
        return { uses: uses.map((use) => ({ hour: use.hour, entity: use.entity, ...present(use) })), next }
      }),
  )
  const days = z.object({ days: z.coerce.number().int().min(1).max(92).default(1) })
  app.get(
    '/api/api-use/sums',
    {
      schema: {
        tags,
        summary: 'The same, summed by program, user and kind',
        querystring: days,
        response: { 200: sumsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        sums: (await sumUse(tx, actor, request.query.days)).map(present),
        usedWithinADay: apiUsage(app.surroundings.db, tx.org).used,
      })),
  )
}

const present = ({
  userId,
  userName,
  appId,
  appName,
  family,
  calls,
  errors,
  bytes,
  milliseconds,
}: UseSum | NamedUse) => ({
  userId: userId === null ? null : encodeId(userId),
  userName,
  appId: appId === null ? null : encodeId(appId),
  appName,
  family,
  calls,
  errors,
  bytes,
  milliseconds: Math.round(milliseconds),
})

function count(db: Database, request: FastifyRequest, reply: FastifyReply): void {
  // A room whose tokens stand in the body, such as SOAP, has said by now who called.
  const { caller } = request
  if (caller?.by !== 'token') return
  const isError = reply.statusCode >= 400
  const path = request.routeOptions.url === undefined ? '' : (request.url.split('?', 1)[0] ?? '')
  const { family, entity } = kindOf(path)
  countCall(db, {
    org: caller.org,
    userId: caller.actor.userId,
    appId: caller.grant?.appId ?? null,
    family,
    // A name that led to an error may be no object at all.
    entity: isError ? null : entity,
    isError,
    bytes: Number(reply.getHeader('content-length') ?? 0) || 0,
    milliseconds: Math.round(reply.elapsedTime * 100) / 100,
  })
}

const families: readonly (readonly [RegExp, string])[] = [
  [/^\/+services\/+data\/+v[\d.]+\/+(?:query|queryAll|search|parameterizedSearch)\b/, 'REST query'],
  [/^\/+services\/+data\/+v[\d.]+\/+composite\b/, 'REST composite'],
  [/^\/+services\/+data\/+v[\d.]+\/+jobs\b/, 'Bulk 2'],
  [/^\/+services\/+data\/+v[\d.]+\/+tooling\b/, 'Tooling'],
  [/^\/+services\/+data\b/, 'REST'],
  [/^\/+services\/+async\b/, 'Bulk 1'],
  [/^\/+services\/+Soap\/+m\b/i, 'Metadata'],
  [/^\/+services\/+Soap\b/i, 'SOAP'],
  [/^\/+cometd\b/, 'Streaming'],
  [/^\/+(?:services\/+oauth2|id|secur)\b/, 'Sign-in'],
]

function kindOf(path: string): { readonly family: string; readonly entity: string | null } {
  const family = families.find(([pattern]) => pattern.test(path))?.[1] ?? 'Assay API'
  const [, entity = null] = /\/sobjects\/+(\w{1,80})(?:\/|$)/.exec(path) ?? []
  return { family, entity }
}

async function writeAll(app: App): Promise<void> {
  const { db } = app.surroundings
  for (const org of orgsWithCalls(db)) {
    const taken = takeUse(db, org)
    try {
      noteWritten(db, org, await inTransaction(db, org, (tx) => keepUse(tx, taken)))
    } catch (error) {
      giveBack(db, org, taken)
      app.log.warn({ fault: String(error) }, 'API use could not be written; it is tried again.')
    }
  }
}

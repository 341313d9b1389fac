import type { FastifyRequest } from 'fastify'
import type { App } from '../../ground/http/edge.ts'
import { forbidden } from '../../platform/errors.ts'
import { reading } from '../../platform/transactions.ts'
import { listOrgs, thePlatform } from '../../ground/orgs/orgs.ts'
import { has } from '../../ground/users/actor.ts'
import { inboxDepths } from '../../platform/events.sql.ts'
import { jobDepths } from '../../platform/jobs.sql.ts'
import { METRICS_TYPE, metricsText, type Depths } from './metrics.ts'

const MOST_ORGS = 200
const hidden = { hide: true }

/** For whoever looks after the machine: does it live, can it work, how much. */
export function healthRoutes(app: App): void {
  app.get('/healthz', { schema: hidden }, () => ({ status: 'lives' }))
  app.get('/readyz', { schema: hidden }, async () => {
    // The list of orgs is there only once the migrations ran; away, this refuses with 503 by itself.
    await listOrgs(app.surroundings.db)
    return { status: 'ready' }
  })
  app.get('/metrics', { schema: hidden }, async (request, reply) => {
    const administers = request.caller !== undefined && has(request.caller.actor, 'set_up')
    if (!administers && !isThisMachine(request))
      throw forbidden('Figures are for this machine, or for a token with the scope admin.')
    return reply
      .type(METRICS_TYPE)
      .serializer(String)
      .send(await metricsText(await depthsNow(app)))
  })
}

/** What a proxy on this machine passes on comes from somewhere else, whether or not we were told to believe it. */
const isThisMachine = ({ ip, headers }: FastifyRequest): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(ip) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined

async function depthsNow(app: App): Promise<Depths> {
  const { db } = app.surroundings
  const pools = (['short', 'streaming'] as const).map((pool) => ({
    pool,
    total: db[pool].totalCount,
    idle: db[pool].idleCount,
    waiting: db[pool].waitingCount,
  }))
  const orgs = (await listOrgs(db)).slice(0, MOST_ORGS)
  const inbox: Depths['inbox'][number][] = []
  // Each org has an inbox of its own, in its own schema.
  for (const org of orgs) {
    const depths = await reading(db, org, inboxDepths)
    inbox.push(...depths.map((depth) => ({ org: org.schema, ...depth })))
  }
  return { pools, inbox, jobs: await reading(db, thePlatform, jobDepths) }
}

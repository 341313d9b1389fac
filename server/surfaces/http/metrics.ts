import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Counter({
  name: 'assay_http_requests_total',
  help: 'Requests answered.',
  labelNames: ['method', 'route', 'status'],
  registers: [registry],
})

const durations = new Histogram({
  name: 'assay_http_request_duration_seconds',
  help: 'How long requests took.',
  labelNames: ['method', 'route'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
})

export function countRequest(method: string, route: string, status: number, ms: number): void {
  requests.inc({ method, route, status })
  durations.observe({ method, route }, ms / 1000)
}

const connections = new Gauge({
  name: 'assay_pool_connections',
  help: 'Connections to the database.',
  labelNames: ['pool', 'state'],
  registers: [registry],
})
const inbox = new Gauge({
  name: 'assay_inbox_events',
  help: 'Events that a consumer has not taken yet.',
  labelNames: ['org', 'consumer'],
  registers: [registry],
})
const jobs = new Gauge({
  name: 'assay_jobs',
  help: 'Jobs that wait, run or were given up.',
  labelNames: ['state'],
  registers: [registry],
})

/** What is measured at the moment somebody asks. */
export type Depths = {
  readonly pools: readonly {
    readonly pool: string
    readonly total: number
    readonly idle: number
    readonly waiting: number
  }[]
  readonly inbox: readonly { readonly org: string; readonly consumer: string; readonly events: number }[]
  readonly jobs: readonly { readonly state: string; readonly count: number }[]
}

/** All figures in the text form Prometheus reads. */
export function metricsText(depths: Depths): Promise<string> {
  for (const { pool, ...states } of depths.pools) {
    for (const [state, count] of Object.entries(states)) connections.set({ pool, state }, count)
  }
  inbox.reset()
  for (const { org, consumer, events } of depths.inbox) inbox.set({ org, consumer }, events)
  jobs.reset()
  for (const { state, count } of depths.jobs) jobs.set({ state }, count)
  return registry.metrics()
}

export const METRICS_TYPE = registry.contentType

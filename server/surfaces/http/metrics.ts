import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What was answered on one route. Every request passes here, so it is plain numbers, written as Prometheus reads them when it asks. */
type Answered = {
  readonly labels: string
  readonly byStatus: Map<number, number>
  /** By the shortest bucket that holds it; the last is for what took longer. */
  readonly byBucket: number[]
  seconds: number
}

const answered = new Map<string, Answered>()

export function countRequest(method: string, route: string, status: number, ms: number): void {
  const on = answeredOn(method, route)
  on.byStatus.set(status, (on.byStatus.get(status) ?? 0) + 1)
  const seconds = ms / 1000
  on.seconds += seconds
  let bucket = 0
  for (const most of BUCKETS_SECONDS) {
    if (seconds <= most) break
    bucket += 1
  }
  on.byBucket[bucket] = (on.byBucket[bucket] ?? 0) + 1
}

function answeredOn(method: string, route: string): Answered {
  const key = `${method} ${route}`
  const known = answered.get(key)
  if (known !== undefined) return known
  const none: Answered = {
    labels: `method="${method}",route="${route}"`,
    byStatus: new Map(),
    byBucket: Array.from({ length: BUCKETS_SECONDS.length + 1 }, () => 0),
    seconds: 0,
  }
  answered.set(key, none)
  return none
}

const REQUESTS = 'assay_http_requests_total'
const DURATIONS = 'assay_http_request_duration_seconds'

function requestsText(): string {
  const counts: string[] = []
  const durations: string[] = []
  for (const { labels, byStatus, byBucket, seconds } of answered.values()) {
    for (const [status, count] of byStatus) counts.push(`${REQUESTS}{${labels},status="${status}"} ${count}`)
    let within = 0
    for (const [at, count] of byBucket.entries()) {
      within += count
      durations.push(`${DURATIONS}_bucket{le="${BUCKETS_SECONDS[at] ?? '+Inf'}",${labels}} ${within}`)
    }
    durations.push(`${DURATIONS}_sum{${labels}} ${seconds}`, `${DURATIONS}_count{${labels}} ${within}`)
  }
  return [
    `# HELP ${REQUESTS} Requests answered.`,
    `# TYPE ${REQUESTS} counter`,
    ...counts,
    `# HELP ${DURATIONS} How long requests took.`,
    `# TYPE ${DURATIONS} histogram`,
    ...durations,
    '',
  ].join('\n')
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
export async function metricsText(depths: Depths): Promise<string> {
  for (const { pool, ...states } of depths.pools) {
    for (const [state, count] of Object.entries(states)) connections.set({ pool, state }, count)
  }
  inbox.reset()
  for (const { org, consumer, events } of depths.inbox) inbox.set({ org, consumer }, events)
  jobs.reset()
  for (const { state, count } of depths.jobs) jobs.set({ state }, count)
  return `${requestsText()}\n${await registry.metrics()}`
}

export const METRICS_TYPE = registry.contentType

import { bareHttp, copyCeiling, lookUpCeiling } from './support/ceilings.ts'
import { load, percentOf, printFigures, shown, type Figure, type Load } from './support/figures.ts'
import { importLeads } from './support/imports.ts'
import { leadMaker, SOURCES } from './support/people.ts'
import { memoryMb, startBenchServer, type BenchServer } from './support/server.ts'

const LEADS = 100_000

/** The speed of the main job on this machine: `npm run bench -- spine`. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    const resting = await memoryMb(server.pid)
    say(`${LEADS.toLocaleString('en')} leads are imported`)
    const imported = await importLeads(server, LEADS)
    say('the ceilings are measured')
    const copied = await copyCeiling(server.dataFolder, 'lead')
    const ceilings = { http: await bareHttp(), lookUps: await lookUpCeiling(server.dataFolder) }
    printFigures('The spine, with 100,000 leads there', [
      ...(await requestFigures(server, ceilings)),
      {
        name: 'CSV import of 100,000 rows, duplicates checked',
        value: imported.rowsPerSecond,
        unit: 'rows/s',
        target: '≥ 15,000',
        ceiling: `bare COPY ${shown(copied)}/s (${percentOf(imported.rowsPerSecond, copied)})`,
        note: `${imported.created} created, ${imported.refused} refused`,
      },
      { name: 'memory at rest', value: resting, unit: 'MB', target: '< 250' },
      { name: 'memory while importing, at most', value: imported.mostMb, unit: 'MB', target: '< 400' },
    ])
  } finally {
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

type Ceilings = { readonly http: number; readonly lookUps: number }

async function requestFigures(server: BenchServer, { http, lookUps }: Ceilings): Promise<Figure[]> {
  const { url, headers } = server
  const ids = await leadIds(server)
  const held = (ceiling: number, name: string, { perSecond }: Load): string =>
    `${name} ${shown(ceiling)}/s (${percentOf(perSecond, ceiling)})`
  const newLead = leadMaker(7_000_001)
  say('requests are sent')
  const created = await load({
    url,
    headers,
    next: () => ({ method: 'POST', path: '/api/leads', body: JSON.stringify(newLead()) }),
  })
  const read = await load({ url, headers, next: around(ids, (id) => ({ method: 'GET', path: `/api/leads/${id}` })) })
  const listed = await load({ url, headers, next: around(SOURCES, listOf) })
  const searched = await load({
    url,
    headers,
    connections: 4,
    next: around(['ada mar', 'nor', 'corlun', 'zeno', 'gulhol.ex', 'rosa ost'], (q) => ({
      method: 'GET',
      path: `/api/search?q=${encodeURIComponent(q)}`,
    })),
  })
  const converted = await conversions(server, ids)
  const reads = await load({ url: `${url}/healthz` })
  return [
    rate(
      'one lead created with every rule, 16 connections',
      created,
      '≥ 1,000/s, p99 < 60 ms',
      held(http, 'bare HTTP', created),
    ),
    rate('one lead read by id', read, '≥ 4,000/s', held(lookUps, 'prepared look-ups', read)),
    rate('a list of 60, two filters, sorted', listed, '≥ 1,200/s, p99 < 30 ms', held(http, 'bare HTTP', listed)),
    rate('search by part of name, company, e-mail', searched, 'p99 < 20 ms', held(http, 'bare HTTP', searched)),
    rate('conversion into account, contact, opportunity', converted, '≥ 300/s', held(http, 'bare HTTP', converted)),
    rate('the program answering /healthz', reads, '', held(http, 'bare HTTP', reads)),
  ]
}

const rate = (name: string, { perSecond, p50Ms, p99Ms, failed }: Load, target: string, ceiling: string): Figure => ({
  name,
  value: perSecond,
  unit: '/s',
  target,
  ceiling,
  note: `p50 ${p50Ms} ms, p99 ${p99Ms} ms${failed > 0 ? `, ${failed} FAILED` : ''}`,
})

const LIST = 'sort=-CreatedDate&limit=60&fields=Name,Company,Status,Email,Phone,LeadSource,OwnerId,CreatedDate'

const listOf = (source: string) => {
  const filter = {
    and: [
      { field: 'LeadSource', op: 'eq', value: source },
      { field: 'Industry', op: 'eq', value: 'Energy' },
    ],
  }
  return { method: 'GET' as const, path: `/api/leads?${LIST}&filter=${encodeURIComponent(JSON.stringify(filter))}` }
}

/** Each lead once: a converted one would be refused. */
function conversions({ url, headers }: BenchServer, ids: readonly string[]): Promise<Load> {
  let at = 0
  return load({
    url,
    headers,
    next: () => ({
      method: 'POST',
      path: `/api/leads/${ids[at++ % ids.length]}/conversion`,
      body: JSON.stringify({ overrideReason: 'benchmark' }),
    }),
  })
}

const around = <T, R>(list: readonly T[], make: (one: T) => R): (() => R) => {
  let at = 0
  return () => {
    const one = list[at++ % list.length]
    if (one === undefined) throw new Error('There is nothing to ask for.')
    return make(one)
  }
}

async function leadIds(server: BenchServer): Promise<string[]> {
  const ids: string[] = []
  let after = ''
  while (ids.length < 20_000) {
    const page = (await server.call('GET', `/api/leads?fields=Id&limit=200${after}`)) as {
      records: { Id: string }[]
      next: string | null
    }
    ids.push(...page.records.map(({ Id }) => Id))
    if (page.next === null) break
    after = `&after=${page.next}`
  }
  return ids
}

import { aQuery, grammarOf, randomOf, scarred, type Grammar } from '../../../test/support/soqlGrammar.ts'
import '../../../server/doors.ts'
import { composeCatalogue } from '../../../server/ground/objects/customDefinitions.ts'
import { childRelationshipsIn } from '../../../server/ground/objects/soql/relationships.ts'
import { latencyCeiling } from '../support/ceilings.ts'
import { load, type Figure } from '../support/figures.ts'
import { leadMaker, SOURCES, type BenchLead } from '../support/people.ts'
import { say, type SalesforceBench } from './bench.ts'
import { BULK_SEED, loadLeads, ROWS } from './bulk.ts'

const QUERIES = '/services/data/v64.0/query?q='
const KNOWN_LEADS = 500
// Two at a time, as this machine has hands: what is measured is how long a query takes, not how long it queues.
const AT_ONCE = 2
const SECONDS = 4
const RANDOM_QUERIES = Number(process.env.BENCH_QUERIES ?? 1500)

/** Queries by indexed fields over all leads there are, and random ones the grammar makes, none of which may break the server. */
export async function soqlFigures(bench: SalesforceBench): Promise<readonly Figure[]> {
  if ((await countLeads(bench)) < ROWS) {
    say(`${ROWS.toLocaleString('en')} leads are loaded to be queried`)
    await loadLeads(bench)
  }
  const leads = await countLeads(bench)
  say(`queries by indexed fields over ${leads.toLocaleString('en')} leads`)
  const ceiling = await latencyCeiling(bench.server.dataFolder)
  const figures: Figure[] = []
  // One after the other, so that none waits for another's rows.
  for (const [name, next] of shapesOf(knownLeads())) figures.push(await timed(bench, name, next, ceiling))
  return [...figures, await fuzzed(bench)]
}

async function countLeads({ server, headers }: SalesforceBench): Promise<number> {
  const answer = await fetch(`${server.url}${QUERIES}${encodeURIComponent('SELECT COUNT() FROM Lead')}`, { headers })
  const body: unknown = await answer.json()
  return typeof body === 'object' && body !== null && 'totalSize' in body ? Number(body.totalSize) : 0
}

/** Some of those the bulk job made, spread over all of them. */
function knownLeads(): readonly BenchLead[] {
  const next = leadMaker(BULK_SEED)
  const every = Math.max(Math.floor(ROWS / KNOWN_LEADS), 1)
  return Array.from({ length: ROWS }, () => next()).filter((_, at) => at % every === 0)
}

type Shape = readonly [name: string, text: () => string]

function shapesOf(leads: readonly BenchLead[]): readonly Shape[] {
  let at = 0
  const a = (): BenchLead => {
    const lead = leads[at++ % leads.length]
    if (lead === undefined) throw new Error('There are no leads to ask for.')
    return lead
  }
  const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
  const some = 'SELECT Id, Name, Company, Email, Status, Owner.Name FROM Lead WHERE'
  return [
    ['Email = x', () => `${some} Email = ${quoted(a().Email)}`],
    ['Email IN (20)', () => `${some} Email IN (${Array.from({ length: 20 }, () => quoted(a().Email)).join(',')})`],
    [
      'LastName = x AND FirstName = y',
      () => `${some} LastName = ${quoted(a().LastName)} AND FirstName = 'Ada' LIMIT 50`,
    ],
    ["Company LIKE 'x%'", () => `${some} Company LIKE ${quoted(`${a().Company.slice(0, 9)}%`)} LIMIT 50`],
    [
      'LeadSource = x, the newest 50',
      () => `${some} LeadSource = ${quoted(SOURCES[at++ % SOURCES.length] ?? '')} ORDER BY CreatedDate DESC LIMIT 50`,
    ],
    ['Status = x, the newest 50', () => `${some} Status = 'Open - Not Contacted' ORDER BY CreatedDate DESC LIMIT 50`],
    [
      'SystemModstamp >= x, 200 in order',
      () => `${some} SystemModstamp >= YESTERDAY ORDER BY SystemModstamp LIMIT 200`,
    ],
  ]
}

async function timed(
  { server, headers }: SalesforceBench,
  name: string,
  text: () => string,
  ceilingMs: number,
): Promise<Figure> {
  const result = await load({
    url: server.url,
    headers,
    connections: AT_ONCE,
    seconds: SECONDS,
    next: () => ({ method: 'GET', path: QUERIES + encodeURIComponent(text()) }),
  })
  return {
    name: `SOQL by ${name}`,
    value: result.p99Ms,
    unit: 'ms p99',
    target: '< 10 ms',
    ceiling: `the same row by pg alone ${ceilingMs.toFixed(1)} ms p99`,
    note: `p50 ${result.p50Ms} ms, ${Math.round(result.perSecond)}/s${result.failed > 0 ? `, ${result.failed} FAILED` : ''}`,
  }
}

const standardGrammar = (): Grammar => {
  const catalogue = composeCatalogue({ objects: [], fields: [], grants: [], valueSets: [] })
  return grammarOf(catalogue.all, (definition) => childRelationshipsIn(catalogue, definition))
}

async function fuzzed({ server, headers }: SalesforceBench): Promise<Figure> {
  say(`${RANDOM_QUERIES.toLocaleString('en')} random queries, every third with scars`)
  const grammar = standardGrammar()
  const statuses = new Map<number, number>()
  const broken: string[] = []
  let seed = 0
  const askOn = async (): Promise<void> => {
    while (seed < RANDOM_QUERIES) {
      const random = randomOf(40_000_000 + seed)
      const whole = aQuery(random, grammar)
      const text = seed++ % 3 === 0 ? scarred(random, whole) : whole
      const answer = await fetch(server.url + QUERIES + encodeURIComponent(text.toWellFormed()), { headers })
      await answer.arrayBuffer()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      if (answer.status >= 500) broken.push(`${answer.status}: ${text}`)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, askOn))
  for (const text of broken.slice(0, 5)) say(`BROKE: ${text}`)
  return {
    name: 'random SOQL answered by 5xx',
    value: broken.length,
    unit: `of ${RANDOM_QUERIES}`,
    target: '0',
    ceiling: '',
    note: `${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')} in ${Math.round((performance.now() - started) / 1000)} s`,
  }
}

import { Readable } from 'node:stream'
import { copyCeiling, copyOutCeiling } from '../support/ceilings.ts'
import { percentOf, shown, type Figure } from '../support/figures.ts'
import { leadMaker, type BenchLead } from '../support/people.ts'
import { memoryMb } from '../support/server.ts'
import { say, type SalesforceBench } from './bench.ts'

const JOBS = '/services/data/v64.0/jobs'
// One upload's worth; fewer with BENCH_ROWS, for a look while others use the machine.
export const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
/** From which the leads of the bulk job are made up, each time the same. */
export const BULK_SEED = 30_000_001
const LOOKS_EVERY_MS = 100
const WEIGHS_EVERY_MS = 2000
const GIVES_UP_AFTER_MS = 600_000

const COLUMNS: readonly (keyof BenchLead)[] = [
  'FirstName',
  'LastName',
  'Company',
  'Email',
  'Phone',
  'Title',
  'City',
  'LeadSource',
  'Industry',
]
const QUERY = `SELECT Id, ${COLUMNS.join(', ')}, OwnerId, CreatedDate FROM Lead`

/** Many records in by one Bulk 2.0 job, and out by another, as `sf data import bulk` and `export bulk` ask for them. */
export async function bulkFigures(bench: SalesforceBench): Promise<readonly Figure[]> {
  const { dataFolder } = bench.server
  say(`${ROWS.toLocaleString('en')} leads are sent in one bulk job`)
  const loaded = await loadLeads(bench)
  const copiedIn = await copyCeiling(dataFolder, 'lead')
  say('all leads are queried by a bulk job')
  const queried = await queryLeads(bench)
  const copiedOut = await copyOutCeiling(dataFolder, 'lead')
  return [
    figure(
      'leads inserted by a bulk job, duplicate rules off',
      loaded.worked,
      '≥ 20,000',
      copiedIn,
      `${loaded.failed} failed, ${shown(loaded.mostMb)} MB at most`,
    ),
    figure('the same, from the first byte sent', loaded.inAll, '', copiedIn),
    figure('rows of a bulk query made ready', queried.worked, '≥ 100,000', copiedOut),
    figure('rows of its result read', queried.read, '≥ 100,000', copiedOut),
    figure('both together', queried.inAll, '≥ 100,000', copiedOut),
  ]
}

const figure = (name: string, perSecond: number, target: string, ceiling: number, note?: string): Figure => ({
  name,
  value: perSecond,
  unit: 'rows/s',
  target,
  ceiling: `bare COPY ${shown(ceiling)}/s (${percentOf(perSecond, ceiling)})`,
  note,
})

type Job = {
  readonly id: string
  readonly state: string
  readonly errorMessage?: string
  readonly numberRecordsProcessed: number
  readonly numberRecordsFailed?: number
}
type Loaded = { readonly worked: number; readonly inAll: number; readonly failed: number; readonly mostMb: number }

export async function loadLeads(bench: SalesforceBench): Promise<Loaded> {
  const { server, headers } = bench
  const { id } = await call(bench, 'POST', `${JOBS}/ingest`, { object: 'Lead', operation: 'insert' })
  const started = performance.now()
  const sent = await fetch(`${server.url}${JOBS}/ingest/${id}/batches`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(csvOf(ROWS))) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  if (sent.status !== 201) throw new Error(`The rows were answered ${sent.status}: ${await sent.text()}`)
  const closed = performance.now()
  await call(bench, 'PATCH', `${JOBS}/ingest/${id}`, { state: 'UploadComplete' })
  const { job, mostMb } = await settled(bench, `${JOBS}/ingest/${id}`)
  return {
    worked: perSecond(job.numberRecordsProcessed, closed),
    inAll: perSecond(job.numberRecordsProcessed, started),
    failed: job.numberRecordsFailed ?? 0,
    mostMb,
  }
}

const perSecond = (rows: number, since: number): number => (rows * 1000) / (performance.now() - since)

function* csvOf(rows: number): Generator<Buffer> {
  const next = leadMaker(BULK_SEED)
  let text = `${COLUMNS.join(',')}\n`
  for (let row = 0; row < rows; row++) {
    text += `${Object.values(next()).join(',')}\n`
    if (text.length < 256 * 1024) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

async function queryLeads(
  bench: SalesforceBench,
): Promise<{ readonly worked: number; readonly read: number; readonly inAll: number }> {
  const { server, headers } = bench
  const started = performance.now()
  const { id } = await call(bench, 'POST', `${JOBS}/query`, { operation: 'query', query: QUERY })
  const { job } = await settled(bench, `${JOBS}/query/${id}`)
  const rows = job.numberRecordsProcessed
  const worked = perSecond(rows, started)
  const ready = performance.now()
  for (let locator = ''; locator !== 'null';) {
    const answer = await fetch(
      `${server.url}${JOBS}/query/${id}/results${locator === '' ? '' : `?locator=${locator}`}`,
      { headers },
    )
    for await (const _ of answer.body ?? []);
    locator = answer.headers.get('sforce-locator') ?? 'null'
  }
  return { worked, read: perSecond(rows, ready), inAll: perSecond(rows, started) }
}

async function settled(
  bench: SalesforceBench,
  address: string,
): Promise<{ readonly job: Job; readonly mostMb: number }> {
  const started = performance.now()
  let [mostMb, weighsAt] = [0, started + WEIGHS_EVERY_MS]
  for (;;) {
    const job = await call(bench, 'GET', address)
    // Weighing reads much of the machine's memory map, and would be measured too.
    if (performance.now() > weighsAt) {
      mostMb = Math.max(mostMb, await memoryMb(bench.server.pid))
      weighsAt = performance.now() + WEIGHS_EVERY_MS
    }
    if (job.state === 'JobComplete') return { job, mostMb }
    if (job.state === 'Failed' || performance.now() - started > GIVES_UP_AFTER_MS)
      throw new Error(`The job stands at ${job.state}: ${job.errorMessage ?? 'no reason given'}.`)
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS))
  }
}

async function call(
  { server, headers }: SalesforceBench,
  method: string,
  address: string,
  body?: unknown,
): Promise<Job> {
  const answer = await fetch(server.url + address, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${address} was answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Job
}

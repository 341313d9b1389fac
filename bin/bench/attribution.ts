import pg from 'pg'
import { encodeId, firstId } from '../../shared/ids.ts'
import { connectToRunning } from '../../server/platform/postgres/embedded.ts'
import { printFigures, type Figure } from './support/figures.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'

const DEALS = 10_000
const TOUCHES_EACH = 10
const CAMPAIGNS = 40
const TIMES = 5
const SCHEMA = 'org_1'

/** Ten thousand deals of ten touches each, shared by all eight models at once: `npm run bench -- attribution`. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  const connection = await connectToRunning({ dataFolder: server.dataFolder })
  if (connection === undefined) throw new Error('The benchmark’s database is not running.')
  const client = new pg.Client(connection)
  await client.connect()
  try {
    say(`${DEALS.toLocaleString('en')} deals with ${TOUCHES_EACH} touches each are made`)
    await fill(client)
    say('they are shared')
    const scan = await bestOf(() => client.query(ceiling))
    const figures: Figure[] = []
    for (const by of ['campaign', 'type', 'origin']) {
      const took = await bestOf(() => ask(server, by))
      figures.push({
        name: `all eight models by ${by}, over HTTP`,
        value: took,
        unit: 'ms',
        target: '< 2,000',
        ceiling: `plain aggregate of the same rows ${scan.toFixed(0)} ms (${(took / scan).toFixed(1)} times)`,
      })
    }
    const one = await bestOf(() =>
      server.call('GET', `/api/opportunities/${encodeId(firstId('Opportunity') + 77)}/attribution`),
    )
    figures.push({ name: 'the path of one deal, over HTTP', value: one, unit: 'ms', target: '< 50' })
    printFigures(
      `Attribution of ${DEALS.toLocaleString('en')} deals, ${(DEALS * TOUCHES_EACH).toLocaleString('en')} touches`,
      figures,
    )
  } finally {
    await client.end()
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

const ask = async (server: BenchServer, by: string): Promise<void> => {
  const answer = (await server.call('GET', `/api/attribution?by=${by}&which=all&from=2020-01-01&to=2030-01-01`)) as {
    readonly total: { readonly deals: number; readonly amount: number }
    readonly groups: readonly { readonly shares: Readonly<Record<string, number>> }[]
  }
  const cents = answer.groups.reduce((sum, { shares }) => sum + Math.round((shares['wShaped'] ?? 0) * 100), 0)
  if (answer.total.deals !== DEALS || cents !== Math.round(answer.total.amount * 100))
    throw new Error(`The shares came to ${cents} cents of ${answer.total.amount}.`)
}

async function bestOf(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity
  for (let at = 0; at < TIMES; at++) {
    const started = performance.now()
    await work()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

/** What PostgreSQL takes to read the same deals, people and answers and add up: no order, no shares. */
const ceiling = `
  select m.campaign_id, count(*), sum(o.amount), min(m.responded_at), max(m.responded_at)
  from ${SCHEMA}.opportunity o
  join ${SCHEMA}.opportunity_contact_role r on r.opportunity_id = o.id
  join ${SCHEMA}.contact c on c.id = r.contact_id
  join ${SCHEMA}.campaign_member m on m.person_id = c.person_id
  where o.deleted_at is null
  group by m.campaign_id`

/** Each deal has five contacts of its own, each in two campaigns; what stands in the tables is what the doors would store. */
async function fill(client: pg.Client): Promise<void> {
  const first = (name: Parameters<typeof firstId>[0]) => firstId(name) + 1_000_000
  const people = DEALS * 5
  const kept = `'2025-06-01'::timestamptz, '2025-06-01'::timestamptz`
  await client.query(`set search_path = ${SCHEMA}`)
  const { rows } = await client.query<{ id: string }>('select id from app_user limit 1')
  const owner = rows[0]?.id
  await client.query(`
    insert into campaign (id, name, type, owner_id, created_at, last_modified_at)
    select ${first('Campaign')} + n, 'Campaign ' || n, (array['Webinar', 'Trade Show', 'Referral', 'Email'])[n % 4 + 1], ${owner}, ${kept} from generate_series(0::bigint, ${CAMPAIGNS - 1}) n`)
  await client.query(
    `insert into person (id, created_at) select ${first('Person')} + n, '2024-01-01' from generate_series(0::bigint, ${people - 1}) n`,
  )
  await client.query(`
    insert into contact (id, person_id, owner_id, last_name, created_at, last_modified_at)
    select ${first('Contact')} + n, ${first('Person')} + n, ${owner}, 'Person ' || n, ${kept} from generate_series(0::bigint, ${people - 1}) n`)
  await client.query(`
    insert into opportunity (id, owner_id, name, stage_name, amount, probability, forecast_category, forecast_category_name, close_date, campaign_id, created_at, last_modified_at, closed_at, won_at)
    select ${firstId('Opportunity')} + n, ${owner}, 'Deal ' || n, 'Closed Won', 100 + (n * 7919 % 900000) / 100.0, 100, 'Closed', 'Closed', '2026-03-01', ${first('Campaign')} + n % ${CAMPAIGNS},
      '2025-06-01'::timestamptz + n * interval '1 minute', '2025-06-01', '2026-03-01', '2026-03-01'
    from generate_series(0::bigint, ${DEALS - 1}) n`)
  await client.query(`
    insert into opportunity_contact_role (id, opportunity_id, contact_id, created_at, last_modified_at)
    select ${first('OpportunityContactRole')} + n, ${firstId('Opportunity')} + n / 5, ${first('Contact')} + n, ${kept} from generate_series(0::bigint, ${people - 1}) n`)
  await client.query(`
    insert into campaign_member (id, campaign_id, person_id, contact_id, status, has_responded, responded_at, created_at, last_modified_at)
    select ${first('CampaignMember')} + n, ${first('Campaign')} + (n * 31 + n / 2) % ${CAMPAIGNS}, ${first('Person')} + n / 2, ${first('Contact')} + n / 2, 'Responded', true,
      '2024-09-01'::timestamptz + (n * 104729 % 500) * interval '1 day', ${kept}
    from generate_series(0::bigint, ${people * 2 - 1}) n
    on conflict do nothing`)
  await client.query('analyze')
}

import pg from 'pg'
import { connectToRunning } from '../../server/platform/postgres/embedded.ts'
import { load, percentOf, printFigures, shown, type Figure } from './support/figures.ts'
import { importFile } from './support/imports.ts'
import { leadMaker } from './support/people.ts'
import { cpuSeconds, startBenchServer, type BenchServer } from './support/server.ts'

/** How many people go into one campaign; 100000 gives a quick look. */
const MEMBERS = Number(process.env.BENCH_MEMBERS ?? 1_000_000)
const MOVED = Math.min(100_000, MEMBERS / 2)
const CAMPAIGNS = 5
const SCANNED = 10_000
const SCHEMA = 'org_1'

/** The speed of campaigns on this machine, each figure beside what bare PostgreSQL needs for the same rows in the same run. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  const connection = await connectToRunning({ dataFolder: server.dataFolder })
  if (connection === undefined) throw new Error('The benchmark’s database is not running.')
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(`set search_path to ${SCHEMA}`)
    say(`${MEMBERS.toLocaleString('en')} leads are made`)
    await makeLeads(client)
    const top = await campaign(server, { Name: 'Everybody', Type: 'Trade Show' })
    const title = `Campaigns, with ${MEMBERS.toLocaleString('en')} leads there`
    // A figure at a time: the last ones take minutes to prepare.
    for (const measure of [adding, moving, scanning, rollingUp])
      printFigures(title, [await measure(server, client, top)])
  } finally {
    await client.end()
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

const campaign = async (server: BenchServer, fields: Readonly<Record<string, unknown>>): Promise<string> =>
  ((await server.call('POST', '/api/campaigns', fields)) as { Id: string }).Id

async function makeLeads(client: pg.Client): Promise<void> {
  const n = `from generate_series(1, ${MEMBERS}) n`
  await client.query(`insert into person (id, created_at) select ${6 * 2 ** 44} + 100000000 + n, now() ${n}`)
  await client.query(
    `insert into lead (id, person_id, first_name, last_name, company, city, status, owner_id, created_at, last_modified_at)
     select ${10 * 2 ** 44} + 100000000 + n, ${6 * 2 ** 44} + 100000000 + n, 'Ada', 'Lind' || n, 'Fjord ' || n / 10,
       case when n <= ${MOVED} then 'Oslo' else 'Bergen' end, 'Open - Not Contacted', (select min(id) from app_user), now(), now() ${n}`,
  )
  await client.query('vacuum analyze person, lead')
}

type Work = {
  readonly id: string
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly problem: string | null
}

/** Sends an order on many members; answers how many milliseconds it took to its end. A small one is carried out in the request and leaves no work. */
async function carriedOut(server: BenchServer, method: 'POST' | 'PATCH', id: string, order: object): Promise<number> {
  const started = performance.now()
  const { workId } = (await server.call(method, `/api/campaigns/${id}/members`, order)) as { workId: string | null }
  return workId === null ? performance.now() - started : finished(server, id, workId)
}

/** Waits for a work of a campaign; answers how many milliseconds it took from its order to its end. */
async function finished(server: BenchServer, id: string, workId: string): Promise<number> {
  for (;;) {
    const { works } = (await server.call('GET', `/api/campaigns/${id}/works`)) as { works: readonly Work[] }
    const work = works.find((one) => one.id === workId)
    if (work?.problem) throw new Error(work.problem)
    if (work !== undefined && work.finishedAt !== null) return Date.parse(work.finishedAt) - Date.parse(work.createdAt)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Begins to look at the processor time of Assay and its PostgreSQL; what it answers tells the seconds since. */
async function spending({ pid }: BenchServer): Promise<() => Promise<number>> {
  const before = await cpuSeconds(pid)
  return async () => (await cpuSeconds(pid)) - before
}

const processor = (ours: number, bare: number): string =>
  `processor time ${shown(ours)} s of Assay and PostgreSQL together, bare ${shown(bare)} s`

const inCity = (city: string) => ({ object: 'Lead', filter: { field: 'City', op: 'eq', value: city } })

/** Everybody of a filter goes in: some registered, the others invited. Beside it one bare INSERT of the same rows. */
async function adding(server: BenchServer, client: pg.Client, id: string): Promise<Figure> {
  say(`${MEMBERS.toLocaleString('en')} members are added`)
  let ms = 0
  const spent = await spending(server)
  for (const [city, status] of [
    ['Oslo', 'Registered'],
    ['Bergen', 'Invited'],
  ] as const) {
    ms += await carriedOut(server, 'POST', id, { ...inCity(city), status })
  }
  const cpu = await spent()
  const { rows } = await client.query<{ n: string }>('select count(*) as n from campaign_member')
  if (Number(rows[0]?.n) !== MEMBERS) throw new Error(`${rows[0]?.n} members are there.`)
  say('the same rows are inserted by one bare statement')
  await client.query('create table bench_member (like campaign_member including all)')
  for (const [column, table] of [
    ['lead_id', 'lead'],
    ['contact_id', 'contact'],
  ])
    await client.query(`alter table bench_member add foreign key (${column}) references ${table}`)
  const bareSpent = await spending(server)
  const started = performance.now()
  await client.query('insert into bench_member select * from campaign_member order by id')
  const bare = performance.now() - started
  const bareCpu = await bareSpent()
  return {
    name: `add ${MEMBERS.toLocaleString('en')} members to a campaign`,
    value: ms / 1000,
    unit: 's',
    target: '< 30 s',
    ceiling: `bare INSERT … SELECT ${shown(bare / 1000)} s (${percentOf(bare, ms)})`,
    note: `counted, announced, in parts of 10,000 on two connections; ${processor(cpu, bareCpu)}`,
  }
}

async function moving(server: BenchServer, client: pg.Client, id: string): Promise<Figure> {
  say(`${MOVED.toLocaleString('en')} members are moved`)
  const filter = { field: 'Status', op: 'eq', value: 'Registered' }
  const spent = await spending(server)
  const ms = await carriedOut(server, 'PATCH', id, { filter, status: 'Attended' })
  const cpu = await spent()
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from campaign_member where status = 'Attended' and has_responded`,
  )
  if (Number(rows[0]?.n) !== MOVED) throw new Error(`${rows[0]?.n} members were moved.`)
  const bareSpent = await spending(server)
  const started = performance.now()
  await client.query(
    `update bench_member set status = 'Attended', version = version + 1, last_modified_at = now() where status = 'Registered'`,
  )
  const bare = performance.now() - started
  const bareCpu = await bareSpent()
  return {
    name: `change the status of ${MOVED.toLocaleString('en')} members`,
    value: ms / 1000,
    unit: 's',
    target: '< 5 s',
    ceiling: `bare UPDATE ${shown(bare / 1000)} s (${percentOf(bare, ms)})`,
    note: `each with its dated history; ${processor(cpu, bareCpu)}`,
  }
}

/** Badges read at a stand: half of them people we know, and every tenth badge twice. */
async function scanning(server: BenchServer, client: pg.Client): Promise<Figure> {
  const next = leadMaker(11)
  const people = Array.from({ length: SCANNED * 0.9 }, () => next())
  const known = people.slice(0, SCANNED / 2)
  const line = (one: (typeof people)[number]): string => Object.values(one).join(',')
  const head = Object.keys(people[0] ?? {}).join(',')
  say('people we know are imported')
  await importFile(server, { name: 'known.csv', content: `${head}\n${known.map(line).join('\n')}\n` })
  const id = await campaign(server, { Name: 'Fair', Type: 'Trade Show' })
  const badges = [...people, ...people.slice(0, SCANNED * 0.1)]
  say(`${SCANNED.toLocaleString('en')} badges are imported`)
  const spent = await spending(server)
  const { startedAt, finishedAt, counts } = await importFile(server, {
    name: 'badges.csv',
    content: `${head}\n${badges.map(line).join('\n')}\n`,
    options: { campaignId: id, memberStatus: 'Visited Stand' },
  })
  const cpu = await spent()
  const ms = Date.parse(finishedAt) - Date.parse(startedAt)
  const numbers = (await server.call('GET', `/api/campaigns/${id}/roll-ups`)) as { own: { members: number } }
  if (numbers.own.members !== people.length) throw new Error(`${numbers.own.members} members were scanned.`)
  await client.query('create table bench_lead (like lead including all)')
  const bareSpent = await spending(server)
  const started = performance.now()
  await client.query(`insert into bench_lead select * from lead order by id limit ${SCANNED}`)
  await client.query(`create table bench_scan (like campaign_member including all)`)
  await client.query(`insert into bench_scan select * from campaign_member order by id limit ${SCANNED}`)
  const bare = performance.now() - started
  const bareCpu = await bareSpent()
  return {
    name: `import ${SCANNED.toLocaleString('en')} badges, duplicates resolved`,
    value: ms / 1000,
    unit: 's',
    target: '< 5 s',
    ceiling: `bare INSERTs ${shown(bare / 1000)} s (${percentOf(bare, ms)})`,
    note: `${counts.created ?? 0} new leads, ${counts.known ?? 0} known; ${processor(cpu, bareCpu)}`,
  }
}

/** A tree whose campaigns have all of these people each. */
async function rollingUp(server: BenchServer, client: pg.Client, top: string): Promise<Figure> {
  const all = MEMBERS * CAMPAIGNS
  say(`a tree of ${CAMPAIGNS} campaigns gets ${all.toLocaleString('en')} members`)
  const columns =
    'person_id, lead_id, contact_id, status, responded_at, has_responded, status_since, status_by_id, created_at, created_by_id, last_modified_at, last_modified_by_id'
  // Only what is read afterwards is measured: nobody waits for the foreign keys here.
  for (const column of ['lead', 'contact'])
    await client.query(`alter table campaign_member drop constraint campaign_member_${column}_id_fkey`)
  for (let at = 1; at < CAMPAIGNS; at++) {
    await campaign(server, { Name: `Below ${at}`, Type: 'Trade Show', ParentId: top })
    await client.query(
      `insert into campaign_member (id, campaign_id, ${columns})
       select id + ${at} * 10000000000::bigint, (select id from campaign where name = 'Below ${at}'), ${columns}
       from campaign_member where campaign_id = (select id from campaign where name = 'Everybody') order by id`,
    )
  }
  await client.query(
    `insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
     select m.campaign_id, m.status, count(*), count(lead_id), count(contact_id), 0, count(*) filter (where has_responded), count(responded_at)
     from campaign_member m join campaign c on c.id = m.campaign_id where c.name like 'Below %' group by m.campaign_id, m.status`,
  )
  await client.query('vacuum analyze campaign_member, campaign_count')
  const path = `/api/campaigns/${top}/roll-ups`
  const { tree } = (await server.call('GET', path)) as { tree: { members: number } }
  if (tree.members !== all) throw new Error(`The tree has ${tree.members} members.`)
  const read = await load({
    url: server.url,
    headers: server.headers,
    connections: 1,
    seconds: 5,
    next: () => ({ method: 'GET', path }),
  })
  if (read.failed > 0) throw new Error(`${read.failed} readings of the roll-ups failed.`)
  const started = performance.now()
  await client.query(
    `select count(*), count(lead_id), count(contact_id), count(responded_at) from campaign_member where campaign_id in (select id from campaign)`,
  )
  const counted = performance.now() - started
  const bare = await patience(client, 'select sum(members), sum(leads), sum(responders) from campaign_count')
  return {
    name: `roll-ups of a tree with ${all.toLocaleString('en')} members`,
    value: read.p50Ms,
    unit: 'ms',
    target: '< 50 ms',
    ceiling: `bare sum of the kept numbers ${shown(bare.p50)} ms, p99 ${shown(bare.p99)} ms`,
    note: `p99 ${read.p99Ms} ms, ${shown(read.perSecond)} a second; counting the rows takes ${shown(counted)} ms`,
  }
}

/** Half of them, and all but one in a hundred, were answered within so many milliseconds; asked one after the other for two seconds. */
async function patience(client: pg.Client, text: string): Promise<{ readonly p50: number; readonly p99: number }> {
  const times: number[] = []
  const until = performance.now() + 2000
  while (performance.now() < until) {
    const started = performance.now()
    await client.query(text)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const within = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? 0
  return { p50: within(0.5), p99: within(0.99) }
}

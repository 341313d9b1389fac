import pg from 'pg'
import { connectToRunning } from '../../../server/platform/postgres/embedded.ts'
import type { BenchServer } from './server.ts'
import { idOf } from '../../../shared/ids.ts'

const SCHEMA = 'org_1'

/** Stores some leads once more, with another first letter only and no phone, each with a person of its own. */
export async function plantDuplicates(dataFolder: string, howMany: number): Promise<void> {
  const first = idOf('Lead', 2 ** 41)
  const person = idOf('Person', 2 ** 41)
  await connectedTo(dataFolder, async (client) => {
    await client.query(
      `create temporary table copied as
       select row_number() over (order by id) as n, l.* from (select * from ${SCHEMA}.lead order by id limit ${howMany}) l`,
    )
    await client.query(
      `update copied set id = ${first} + n, person_id = ${person} + n, first_name = left(first_name, 1), phone = null`,
    )
    await client.query(`alter table copied drop column n`)
    await client.query(`insert into ${SCHEMA}.person (id, created_at) select person_id, now() from copied`)
    await client.query(`insert into ${SCHEMA}.lead select * from copied`)
    await client.query(`analyze ${SCHEMA}.lead`)
  })
}

/** Two leads, one of them with half as many tasks and half as many inquiries as rows are asked for. */
export async function recordWithTimeline(
  server: BenchServer,
  rows: number,
): Promise<{ readonly master: string; readonly loser: string }> {
  const made = (await server.call('POST', '/api/leads', [
    { FirstName: 'Mira', LastName: 'Holt', Company: 'Nordwind', Email: 'mira@nordwind.example' },
    { FirstName: 'M.', LastName: 'Holt', Company: 'Nordwind GmbH', Email: 'mira@nordwind.example' },
  ])) as { results: { id: string }[] }
  const [master = '', loser = ''] = made.results.map(({ id }) => id)
  await connectedTo(server.dataFolder, async (client) => {
    const [task, inquiry] = [idOf('Task', 2 ** 41), idOf('Inquiry', 2 ** 41)]
    await client.query(
      `insert into ${SCHEMA}.task (id, owner_id, who_id, person_id, subject, created_at, last_modified_at)
       select ${task} + n, l.owner_id, l.id, l.person_id, 'Call', now(), now()
       from ${SCHEMA}.lead l, generate_series(1, ${rows / 2}) n where l.id = (select max(id) from ${SCHEMA}.lead where email = 'mira@nordwind.example')`,
    )
    await client.query(
      `insert into ${SCHEMA}.inquiry (id, person_id, source, subject, responded_at, created_at)
       select ${inquiry} + n, l.person_id, 'Web form', 'Download', now(), now()
       from ${SCHEMA}.lead l, generate_series(1, ${rows / 2}) n where l.id = (select max(id) from ${SCHEMA}.lead where email = 'mira@nordwind.example')`,
    )
  })
  return master < loser ? { master, loser } : { master: loser, loser: master }
}

export async function connectedTo(dataFolder: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const connection = await connectToRunning({ dataFolder })
  if (connection === undefined) throw new Error('The benchmark’s database is not running.')
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

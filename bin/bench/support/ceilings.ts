import { fork } from 'node:child_process'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { connectToRunning } from '../../../server/platform/postgres/embedded.ts'
import { load } from './figures.ts'

const SCHEMA = 'org_1'

/** Requests a second that Fastify alone answers on this machine, now: what HTTP itself costs. */
export async function bareHttp(): Promise<number> {
  const child = fork(path.join(import.meta.dirname, 'bareHttp.ts'))
  try {
    const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(Number(message))))
    return (await load({ url: `http://127.0.0.1:${port}/`, seconds: 5 })).perSecond
  } finally {
    child.kill()
  }
}

/** Rows by primary key a second, prepared, from Node through a pool of four pipelined connections. */
export async function lookUpCeiling(dataFolder: string): Promise<number> {
  const pipelined: pg.PoolConfig & { pipeline: boolean } = {
    ...(await connectionOf(dataFolder)),
    max: 4,
    pipeline: true,
  }
  const pool = new pg.Pool(pipelined)
  try {
    const { rows } = await pool.query<{ id: string }>(`select id from ${SCHEMA}.lead limit 5000`)
    const text = `select * from ${SCHEMA}.lead where id = $1`
    const until = performance.now() + 4000
    let done = 0
    const one = async (from: number): Promise<void> => {
      for (let at = from; performance.now() < until; at += 16) {
        await pool.query({ name: 'by_id', text, values: [rows[at % rows.length]?.id] })
        done++
      }
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: 16 }, (_, at) => one(at)))
    return (done * 1000) / (performance.now() - started)
  } finally {
    await pool.end()
  }
}

/** How long a lead takes by its e-mail address, prepared, one after the other: the 99th of a hundred, in milliseconds. */
export async function latencyCeiling(dataFolder: string): Promise<number> {
  const client = new pg.Client(await connectionOf(dataFolder))
  await client.connect()
  try {
    const { rows } = await client.query<{ email: string }>(
      `select email from ${SCHEMA}.lead where email is not null limit 2000`,
    )
    const text = `select * from ${SCHEMA}.lead where lower(email) = lower($1) and deleted_at is null`
    const took: number[] = []
    for (const { email } of rows) {
      const started = performance.now()
      await client.query({ name: 'by_email', text, values: [email] })
      took.push(performance.now() - started)
    }
    return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0
  } finally {
    await client.end()
  }
}

/** Rows a second of a bare COPY of the table's own rows into one with the same columns and indexes, empty or with so many rows there. */
export async function copyCeiling(dataFolder: string, table: string, among = 0): Promise<number> {
  const [source, target] = [
    new pg.Client(await connectionOf(dataFolder)),
    new pg.Client(await connectionOf(dataFolder)),
  ]
  await Promise.all([source.connect(), target.connect()])
  try {
    await target.query(`create table ${SCHEMA}.bench_copy (like ${SCHEMA}.${table} including all)`)
    const columns = await writableColumns(source, table)
    if (among > 0)
      await target.query(
        `insert into ${SCHEMA}.bench_copy (${columns}) select ${columns} from ${SCHEMA}.${table} order by id limit ${among}`,
      )
    // Read whole into memory first, so that only the writing is timed.
    const last = `select * from ${SCHEMA}.${table} order by id desc limit 100000`
    const rows = await collected(source, `copy (select ${columns} from (${last}) as last order by id) to stdout`)
    const started = performance.now()
    const stream = target.query(copyFrom(`copy ${SCHEMA}.bench_copy (${columns}) from stdin`))
    const fed = new PassThrough()
    fed.end(rows)
    await pipeline(fed, stream)
    return ((stream.rowCount ?? 0) * 1000) / (performance.now() - started)
  } finally {
    await target.query(`drop table if exists ${SCHEMA}.bench_copy`)
    await Promise.all([source.end(), target.end()])
  }
}

/** Rows a second of a bare COPY of a table's rows out of PostgreSQL as CSV, read and dropped. */
export async function copyOutCeiling(dataFolder: string, table: string): Promise<number> {
  const client = new pg.Client(await connectionOf(dataFolder))
  await client.connect()
  try {
    const started = performance.now()
    const stream = client.query(
      copyTo(
        `copy (select id, first_name, last_name, company, email, phone, title, city, lead_source, industry, owner_id, created_at
         from ${SCHEMA}.${table} where deleted_at is null) to stdout (format csv, force_quote *)`,
      ),
    )
    for await (const _ of stream);
    return (stream.rowCount * 1000) / (performance.now() - started)
  } finally {
    await client.end()
  }
}

async function writableColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [`${SCHEMA}.${table}`],
  )
  return rows[0]?.columns ?? ''
}

async function collected(client: pg.Client, statement: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of client.query(copyTo(statement))) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

async function connectionOf(dataFolder: string): Promise<pg.ClientConfig> {
  const connection = await connectToRunning({ dataFolder })
  if (connection === undefined) throw new Error('The benchmark’s database is not running.')
  return connection
}

import type { Duplex } from 'node:stream'
import pg from 'pg'
import { Refusal } from '../errors.ts'
import { watchPulse, type Pulse } from './pulse.ts'

// Ids and counts stay below 2^53, so a bigint is a number here; money is numeric(18,2), which a number holds exactly enough.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// The library names no array types, but takes any oid.
const byOid: {
  getTypeParser(oid: number): (text: string) => string[]
  setTypeParser(oid: number, read: (text: string) => unknown): void
} = pg.types
const INT8_ARRAY = 1016
const readTexts = byOid.getTypeParser(INT8_ARRAY)
// The library reads sign by sign, which for an event of a thousand records took longer than writing it down.
const FLAT_NUMBERS = /^\{[\d,-]*\}$/
byOid.setTypeParser(INT8_ARRAY, (text): unknown =>
  FLAT_NUMBERS.test(text) ? JSON.parse(`[${text.slice(1, -1)}]`) : readTexts(text).map(Number),
)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
// A date has no time zone: it stays the text it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** Which org a piece of work belongs to. Its schema is the only place the org's rows are. */
export type OrgRef = { readonly id: number; readonly schema: string }

export type Connection = pg.PoolClient

export type ConnectionSettings = {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly connectionString?: string
}

/** The ways to one PostgreSQL: short statements are pipelined; COPY and cursors take a connection of the other kind. */
export type Database = {
  readonly short: pg.Pool
  readonly streaming: pg.Pool
  readonly pulse: Pulse
  readonly close: () => Promise<void>
}

/** For a database that refuses: it is away, and whoever asks hears of it soon. */
const WAITS_FOR_DATABASE_MS = 4000
/** In a line behind others, or for a machine that is busy: a late answer is better than none. */
const WAITS_IN_LINE_MS = 15_000
/** Opening one anew costs both sides most of what a short request does. */
const KEPT_IDLE_MS = 60_000
// Far above what any statement takes; one that takes longer keeps others from their connection.
const LONGEST_STATEMENT_MS = 60_000
// Every search reads all words that wait for their place in its index. PostgreSQL would let those of 20,000 leads gather, and
// then have one unlucky writer put them all in place.
const WAITING_WORDS = '64kB'

/** `beatMs`: how often it is looked whether the database still answers; nine beats of silence and ten more make it away. */
export function openDatabase(settings: ConnectionSettings, most = 10, beatMs?: number): Database {
  const common = {
    ...settings,
    connectionTimeoutMillis: WAITS_IN_LINE_MS,
    application_name: 'assay',
  }
  const pipelined: pg.PoolConfig & { pipeline: boolean } = {
    ...common,
    max: most,
    pipeline: true,
    idleTimeoutMillis: KEPT_IDLE_MS,
    statement_timeout: LONGEST_STATEMENT_MS,
  }
  const short = new pg.Pool(pipelined)
  const streaming = new pg.Pool({ ...common, max: 6, idleTimeoutMillis: 2000 })
  // A connection that dies while idle is replaced at the next request; without a listener it would end the program.
  for (const pool of [short, streaming]) {
    pool.on('error', () => undefined)
    // The same for one that dies in somebody's hands between two statements: their next statement says so.
    pool.on('connect', (connection) => connection.on('error', () => undefined))
  }
  short.on('connect', ({ connection }) => gatherWrites(connection.stream))
  const pulse = watchPulse([short, streaming], common, beatMs)
  return {
    short,
    streaming,
    pulse,
    close: async () => {
      pulse.stop()
      await Promise.all([short.end(), streaming.end()])
    },
  }
}

/**
 * Statements said in one breath travel in one packet. Written one by one each is a call of the system that wakes PostgreSQL up,
 * which was a fifth of what it took us to make a lead.
 */
function gatherWrites(stream: Duplex): void {
  const write = stream.write.bind(stream)
  let waiting: Uint8Array[] = []
  let told: Told[] = []
  const send = (): void => {
    const [packets, whom] = [waiting, told]
    waiting = []
    told = []
    write(Buffer.concat(packets), (error) => whom.forEach((tell) => tell(error)))
  }
  const gather = (packet: Uint8Array, tell?: Told): boolean => {
    if (waiting.length === 0) process.nextTick(send)
    waiting.push(packet)
    if (tell !== undefined) told.push(tell)
    return true
  }
  Object.assign(stream, { write: gather })
}

type Told = (error?: Error | null) => void

const schemaOf = new WeakMap<Connection, string>()

/**
 * A connection whose search_path is the org's schema. On a cluster this is the place that answers with
 * the node holding the schema. Waits a moment for a database that is away, then refuses as unavailable.
 */
export async function connectionFor(db: Database, org: OrgRef, streaming: boolean): Promise<Connection> {
  const connection = await connect(db, streaming ? db.streaming : db.short)
  if (schemaOf.get(connection) !== org.schema) {
    // Not asked for as it is opened: that place is for who keeps the database (PGOPTIONS), and poolers refuse it.
    await connection.query(
      `select set_config('search_path', $1, false), set_config('gin_pending_list_limit', $2, false)`,
      [`${pg.escapeIdentifier(org.schema)}, public`, WAITING_WORDS],
    )
    schemaOf.set(connection, org.schema)
  }
  return connection
}

async function connect({ pulse }: Database, pool: pg.Pool): Promise<Connection> {
  const giveUpAt = performance.now() + WAITS_FOR_DATABASE_MS
  for (;;) {
    try {
      if (pulse.isLost()) throw unanswered()
      return await (pool.idleCount > pool.waitingCount ? pool.connect() : connectUnlessLost(pulse, pool))
    } catch (error) {
      if (performance.now() >= giveUpAt) throw databaseAway(error)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** A new connection, or one somebody gives back; not waited for once the database is known to answer nobody. */
const connectUnlessLost = (pulse: Pulse, pool: pg.Pool): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const stillWaits = pulse.onLoss(() => reject(unanswered()))
    pool.connect().then(
      (connection) => (stillWaits() ? resolve(connection) : connection.release()),
      (error: Error) => {
        stillWaits()
        reject(error)
      },
    )
  })

const unanswered = (): Error => new Error('The database did not answer a moment ago.')

const databaseAway = (cause: unknown): Refusal =>
  Object.assign(
    new Refusal(
      'database_unavailable',
      'The database does not answer at the moment. Nothing was lost; try again in a few seconds.',
      {
        kind: 'unavailable',
      },
    ),
    { cause },
  )

const CONNECTION_LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOENT',
])

/** Whether an error says that the database went away, rather than that it said no. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return CONNECTION_LOST.has(code) || /Connection terminated|not queryable|connection error/i.test(error.message)
}

export const asUnavailable = (error: unknown): unknown => (isDatabaseAway(error) ? databaseAway(error) : error)

import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { arrivingBytes } from '../../ground/http/arriving.ts'
import { callerOf, fileOf, type App } from '../../ground/http/edge.ts'
import { refuseUnlessMay } from '../../ground/users/actor.ts'
import { asRefusal } from '../../platform/breach.ts'
import { Refusal } from '../../platform/errors.ts'
import { removeScratch, scratchFolder } from '../../platform/scratch.ts'
import { reading } from '../../platform/transactions.ts'
import { noteFault } from '../http/requestLine.ts'
import { checkList, openListFile, textsOfRows, type Against, type ListWishes, type OpenedList } from './lists.ts'
import { lineSchema, type Line } from './shapes.ts'

const FILE_MAX_BYTES = 256 * 1024 ** 2
const AT_ONCE = 2
// A row costs some bytes of memory whatever it holds, and a file of short ones has a hundred million.
const MOST_ROWS = 3_000_000
// Of a list of that many rows the texts and keys; what it is compared with counts as well.
const MOST_ASIDE_BYTES = 4 * 1024 ** 3
// Whoever does not take what is found must not keep others from having their lists checked.
const LONGEST_MS = 30 * 60_000
/** Of so many pairs a page shows what their rows say. */
const MOST_SHOWN = 200
const STREAMED_TYPES = [
  'text/csv',
  'text/plain',
  'text/tab-separated-values',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
]

const query = z.object({
  name: z.string().max(255).default('list.csv'),
  against: z
    .enum(['Lead', 'Contact', 'Account'])
    .optional()
    .meta({ description: 'Stored records to compare with; the rows with each other when absent.' }),
  min: z.coerce.number().min(0).max(1).default(0.9).meta({ description: 'The least probability of a pair.' }),
  sheet: z
    .string()
    .max(255)
    .optional()
    .meta({ description: 'Of a spreadsheet: which sheet; the first that holds anything unless said.' }),
  encoding: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'How letters are written, such as `windows-1251`; found by itself unless said.' }),
  id: z.string().max(200).optional().meta({ description: 'The column whose values name the rows.' }),
  map: z
    .string()
    .max(10_000)
    .optional()
    .meta({ description: 'Columns and fields as JSON: {"town":"City"}; \'text\' compares as text, \'\' leaves out.' }),
})

const schema = {
  tags: ['Duplicates'],
  summary: 'Check a list, sent as CSV or XLSX: JSON lines with what its columns mean, the progress, and the pairs',
  querystring: query,
  consumes: STREAMED_TYPES,
  body: z.unknown().meta({ description: 'The bytes of the file.' }),
  response: { 200: fileOf('application/x-ndjson', 'One JSON value a line, as it is found.', lineSchema) },
}

/** Looking for the same people or organisations in a list, within it or against stored records, without keeping any of it. */
export function listRoutes(app: App): void {
  let atWork = 0
  void app.register(async (plain) => {
    const inside = plain.withTypeProvider<ZodTypeProvider>()
    // Left on the wire, and read as fast as it can be put aside.
    inside.addContentTypeParser(STREAMED_TYPES, (_request, _payload, done) => done(null, undefined))
    inside.post(
      '/api/lists/pairs',
      {
        bodyLimit: FILE_MAX_BYTES,
        schema,
      },
      async (request, reply) => {
        const { org, actor } = callerOf(request)
        const { name, against: object, min } = request.query
        refuseUnlessMay(actor, 'read', object ?? 'Lead')
        if (atWork >= AT_ONCE)
          throw new Refusal('lists_at_work', 'Other lists are being checked just now. Try again in a minute.', {
            kind: 'too_many',
          })
        atWork += 1
        const folder = await scratchFolder('list').catch((error: unknown) => {
          atWork -= 1
          throw error
        })
        const late = setTimeout(() => reply.raw.destroy(), LONGEST_MS).unref()
        let isOver = false
        const end = async (): Promise<void> => {
          if (!isOver) atWork -= 1
          isOver = true
          clearTimeout(late)
          await removeScratch(folder)
        }
        try {
          const file = path.join(folder, 'list')
          await pipeline(arrivingBytes(request), notLarger(), createWriteStream(file))
          const list = await openListFile({ file, name, scratch: folder }, wishesIn(request.query), object)
          const { db } = request.server.surroundings
          const against: Against | undefined = object && { object, actor, reading: (work) => reading(db, org, work) }
          const stopped = new AbortController()
          reply.raw.once('close', () => stopped.abort())
          reply.type('application/x-ndjson; charset=utf-8')
          const checking = {
            request,
            folder: path.join(folder, 'work'),
            atLeast: min,
            against,
            signal: stopped.signal,
            end,
          }
          const found = Readable.from(lines(list, checking), { objectMode: false })
          // Also when who asked is gone before the first line is read.
          found.once('close', () => void end())
          return reply.send(found)
        } catch (error) {
          await end()
          throw error
        }
      },
    )
  })
}

const wishesIn = ({ encoding, id, map, sheet }: z.infer<typeof query>): ListWishes => ({
  ...(encoding !== undefined && { encoding }),
  ...(id !== undefined && { id }),
  ...(map !== undefined && { map: mapIn(map) }),
  ...(sheet !== undefined && { sheet }),
})

const mapSchema = z.record(z.string().max(200), z.string().max(80))

function mapIn(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(mapSchema.parse(JSON.parse(text))))
  } catch {
    throw new Refusal('malformed_map', '\'map\' is a JSON object of columns and fields, such as {"town":"City"}.', {
      kind: 'malformed',
      field: 'map',
    })
  }
}

function notLarger(): Transform {
  let bytes = 0
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length
      if (bytes <= FILE_MAX_BYTES) return done(null, piece)
      done(
        new Refusal(
          'list_too_large',
          'A list checked here may have 256 MB. Use the command line for a larger one: npm run assay -- match.',
          {
            kind: 'too_large',
          },
        ),
      )
    },
  })
}

type Checking = {
  readonly request: FastifyRequest
  readonly folder: string
  readonly atLeast: number
  readonly against: Against | undefined
  readonly signal: AbortSignal
  readonly end: () => Promise<void>
}

/** What is found, as it is found: one JSON value a line. A list that fails half-way says so in its last line. */
async function* lines(
  list: OpenedList,
  { folder, atLeast, against, signal, end, request }: Checking,
): AsyncGenerator<string> {
  const line = (value: Line): string => `${JSON.stringify(value)}\n`
  let [rows, stored, pairs, share, unread, passedOver] = [0, 0, 0, 0, 0, 0]
  let firstUnread: { readonly line: number; readonly why: string } | undefined
  try {
    yield line({
      kind: list.meaning.kind,
      ...(list.sheet !== undefined && { sheet: list.sheet }),
      encoding: list.layout.encoding.reason,
      columns: list.meaning.columns.map(({ column, meaning, reason }) => ({ column, meaning, reason })),
    })
    const found = checkList(list, {
      atLeast,
      ...(against !== undefined && { against }),
      folder,
      signal,
      mostRows: MOST_ROWS,
      mostAsideBytes: MOST_ASIDE_BYTES,
      onProgress: (done, read, known) => {
        share = done
        rows = read
        stored = known
      },
      onPassedOver: (keys) => void (passedOver = keys),
      onUnread: (line, why) => {
        unread += 1
        firstUnread ??= { line, why }
      },
    })
    const toShow = new Set<number>()
    for await (const some of found) {
      for (const { left, right } of some.slice(0, Math.max(0, MOST_SHOWN - pairs))) {
        toShow.add(Number(left))
        if (against === undefined) toShow.add(Number(right))
      }
      pairs += some.length
      yield line({ share, rows, pairs: some })
    }
    if (pairs > 0 && list.idColumn === undefined) yield line({ texts: await textsOfRows(list, toShow) })
    yield line({
      done: {
        rows,
        pairs,
        ...(against !== undefined && { stored }),
        ...(unread > 0 && { unread, firstUnread }),
        ...(passedOver > 0 && { passedOver }),
      },
    })
  } catch (error) {
    yield line({ problem: problemOf(error, request) })
  } finally {
    await end()
  }
}

/** What who asked hears of it; a fault of our own stands in the log. */
function problemOf(error: unknown, request: FastifyRequest): { readonly code: string; readonly message: string } {
  const known = asRefusal(error)
  if (known instanceof Refusal) return { code: known.code, message: known.message }
  noteFault(request, error)
  return {
    code: 'list_failed',
    message:
      'Something went wrong inside Assay while this list was checked, and was written to its log. Nothing was stored.',
  }
}

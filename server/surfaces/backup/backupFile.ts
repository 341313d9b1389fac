import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { damaged, notABackup, tooNew } from './refusals.ts'
import { readFrames, type Frame } from './frames.ts'

/*
 * A backup is one file:
 *   ASSAY BACKUP 1          what it is, and the number of this form
 *   {"madeAt":…}            its header, one line of JSON
 *   …                       frames (frames.ts), compressed with zstd
 *   SHA-256 hex             of all before its line, which is always as long
 */

const FORM = 1
const MAGIC = 'ASSAY BACKUP '
const HEADER_MAX_BYTES = 4 * 1024 * 1024
const TRAILER = '\nSHA-256 '
const TRAILER_BYTES = TRAILER.length + 64 + 1
/** A piece is compressed in about the time it takes to read the next. */
const ZSTD_LEVEL = 3

const migration = z.object({ name: z.string(), checksum: z.string() })

const headerSchema = z.object({
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  org: z.object({ id: z.number().int(), name: z.string().min(1).max(80), createdAt: z.iso.datetime() }),
  migrations: z.array(migration),
  tables: z.number().int(),
})

export type BackupHeader = z.infer<typeof headerSchema>

/** A file that is read more than once: first whether it is whole, then what is in it. */
export type BackupSource = { readonly byteSize: number; readonly open: (fromByte: number, toByte: number) => Readable }

/** The bytes of a backup whose body consists of these frames. */
export async function* backupBytes(header: BackupHeader, frames: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256')
  const head = Buffer.from(`${MAGIC}${FORM}\n${JSON.stringify(header)}\n`)
  hash.update(head)
  yield head
  const compressed = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } })
  // A failure of the frames destroys what compresses them, and is thrown below.
  pipeline(Readable.from(frames, { objectMode: false }), compressed, () => undefined)
  for await (const piece of compressed) {
    const bytes: Buffer = piece
    hash.update(bytes)
    yield bytes
  }
  yield Buffer.from(`${TRAILER}${hash.digest('hex')}\n`)
}

/** A backup that was read to its last byte and found whole: its header, and its frames. */
export type WholeBackup = { readonly header: BackupHeader; readonly frames: () => AsyncGenerator<Frame, void> }

/** Throws `not_a_backup`, `backup_newer`, `backup_damaged`. */
export async function openBackup(source: BackupSource): Promise<WholeBackup> {
  const { header, bodyAt } = await readHead(source)
  await refuseUnlessWhole(source)
  const parsed = headerSchema.safeParse(header)
  if (!parsed.success) throw damaged('Its header cannot be understood.')
  return { header: parsed.data, frames: () => framesOf(source, bodyAt) }
}

async function* framesOf(source: BackupSource, bodyAt: number): AsyncGenerator<Frame, void> {
  const bytes = createZstdDecompress()
  pipeline(source.open(bodyAt, source.byteSize - TRAILER_BYTES), bytes, () => undefined)
  yield* readFrames(bytes)
}

async function readHead(source: BackupSource): Promise<{ readonly header: unknown; readonly bodyAt: number }> {
  const bytes = await Array.fromAsync<Buffer>(source.open(0, Math.min(source.byteSize, HEADER_MAX_BYTES)))
  const start = Buffer.concat(bytes)
  const firstEnd = start.indexOf('\n')
  const [, form] =
    /^ASSAY BACKUP (\d{1,6})$/.exec(start.toString('latin1', 0, Math.max(0, Math.min(firstEnd, 40)))) ?? []
  if (form === undefined) throw notABackup()
  if (Number(form) > FORM) throw tooNew(`its form is ${form}, and this one reads ${FORM}`)
  const headerEnd = start.indexOf('\n', firstEnd + 1)
  if (headerEnd < 0) throw damaged('It ends before it begins.')
  try {
    return { header: JSON.parse(start.toString('utf8', firstEnd + 1, headerEnd)), bodyAt: headerEnd + 1 }
  } catch {
    throw damaged('Its header cannot be read.')
  }
}

async function refuseUnlessWhole(source: BackupSource): Promise<void> {
  const end = source.byteSize - TRAILER_BYTES
  if (end <= 0) throw damaged('It ends before it begins.')
  const hash = createHash('sha256')
  for await (const piece of source.open(0, end)) {
    hash.update(piece)
  }
  const trailer = Buffer.concat(await Array.fromAsync<Buffer>(source.open(end, source.byteSize))).toString('latin1')
  if (!trailer.startsWith(TRAILER)) throw damaged('Its end is missing: it was cut off, or never written to the end.')
  if (trailer.slice(TRAILER.length, -1) !== hash.digest('hex'))
    throw damaged('Its bytes are not those that were written.')
}

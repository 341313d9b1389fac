import { crc32, deflateRawSync } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'
import { dialectRefusal } from '../../dialect/errors.ts'

/** Packages as archives: small, and read and written whole, with bounds on both. */

export type Files = ReadonlyMap<string, string>

const MOST_FILES = 2000
const MOST_UNPACKED_BYTES = 40 * 1024 * 1024

/** The texts in an archive, by their paths. */
export async function filesIn(archive: Buffer): Promise<Files> {
  const files = new Map<string, string>()
  let bytes = 0
  try {
    const zip = await fromBufferPromise(archive)
    if (zip.entryCount > MOST_FILES) throw tooLarge()
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      const pieces: Buffer[] = []
      for await (const piece of await zip.openReadStreamPromise(entry)) {
        if (!Buffer.isBuffer(piece)) continue
        bytes += piece.length
        if (bytes > MOST_UNPACKED_BYTES) throw tooLarge()
        pieces.push(piece)
      }
      files.set(entry.fileName, Buffer.concat(pieces).toString('utf8'))
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error
    throw dialectRefusal(
      'INVALID_OPERATION',
      'The package is no zip archive that can be read. Send it as base64 of one.',
    )
  }
  return files
}

const tooLarge = () =>
  dialectRefusal(
    'LIMIT_EXCEEDED',
    `A package has at most ${MOST_FILES} files, of ${MOST_UNPACKED_BYTES / 1024 / 1024} MB together. Send it in parts.`,
  )

const VERSION = 20
const DEFLATED = 8
const UTF8_NAMES = 0x08_00
// The first day the format knows: an archive of the same metadata is the same archive.
const FIRST_DAY = 0x00_21

/** An archive of these texts. */
export function archiveOf(files: Files): Buffer {
  const [locals, entries]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [path, text] of files) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)]
    const packed = deflateRawSync(content)
    const facts = factsOf(name, content, packed)
    const local = Buffer.concat([signature(0x04_03_4b_50), facts, name, packed])
    entries.push(
      Buffer.concat([
        signature(0x02_01_4b_50),
        numbers([VERSION, 2]),
        facts,
        numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        name,
      ]),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = numbers([0, 2], [0, 2], [files.size, 2], [files.size, 2], [directory.length, 4], [offset, 4], [0, 2])
  return Buffer.concat([...locals, directory, signature(0x06_05_4b_50), end])
}

/** What a file's own header and its entry in the directory say alike. */
const factsOf = (name: Buffer, content: Buffer, packed: Buffer): Buffer =>
  numbers(
    [VERSION, 2],
    [UTF8_NAMES, 2],
    [DEFLATED, 2],
    [0, 2],
    [FIRST_DAY, 2],
    [crc32(content), 4],
    [packed.length, 4],
    [content.length, 4],
    [name.length, 2],
    [0, 2],
  )

const signature = (number: number): Buffer => numbers([number, 4])

/** Numbers in so many bytes each, the lowest first. */
function numbers(...list: readonly (readonly [value: number, bytes: number])[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of list) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

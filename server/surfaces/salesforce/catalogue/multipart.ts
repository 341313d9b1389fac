import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { Content } from '../../../records/files/uploads.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { isObject } from '../rest/asked.ts'

/** Of the part that says what record it is. */
const RECORD_MAX_BYTES = 1024 * 1024
const MOST_PARTS = 5

/** The bytes of a field, and what their file is called. */
type Named = { readonly field: string; readonly fileName: string }

/**
 * Reads a record that comes with a file: first a part with its fields as JSON, then one with the bytes, named as the field
 * they belong to. The bytes are kept as they arrive; what the record gets is where. Refuses what is no such body.
 */
export async function recordWithFile(
  headers: IncomingHttpHeaders,
  arriving: Readable,
  keep: (bytes: AsyncIterable<Uint8Array>) => Promise<Content>,
): Promise<Record<string, unknown>> {
  const record: Record<string, unknown> = {}
  const kept: Promise<void>[] = []
  const contents: Named[] = []
  const streams: Readable[] = []
  await new Promise<void>((resolve, reject) => {
    const parser = openParser(headers)
    const fail = (error: unknown): void => {
      arriving.unpipe(parser)
      arriving.resume()
      // Whoever reads what no longer comes must not wait for it.
      for (const stream of streams) stream.destroy(malformed())
      reject(error instanceof Error && error.name === 'Refusal' ? error : malformed())
    }
    const describe = (text: string): void => {
      const fields = parsed(text)
      if (fields === undefined) fail(malformed())
      else Object.assign(record, fields)
    }
    parser.on('field', (_name, value) => describe(value))
    parser.on('file', (name, bytes, fileName, _encoding, type) => {
      streams.push(bytes)
      // Whoever keeps it may be done with it already, and an error nobody hears would end the program.
      bytes.on('error', fail)
      const reading = isRecord(name, type)
        ? shortText(bytes).then(describe)
        : keep(bytes).then((content) => {
            record[name] = content
            contents.push({ field: name, fileName })
          })
      kept.push(reading)
      reading.catch(fail)
    })
    parser.on('error', fail)
    parser.on('finish', () => resolve())
    arriving.on('error', fail)
    arriving.on('aborted', fail)
    arriving.pipe(parser)
  })
  await Promise.all(kept)
  const [content] = contents
  if (content === undefined) throw malformed()
  nameAfterFile(record, content)
  return record
}

/** A program that makes its parts of blobs gives the record a file name as well. */
const isRecord = (name: string, type: string): boolean => /^entity/i.test(name) && /^application\/json\b/i.test(type)

async function shortText(bytes: Readable): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    length += piece.length
    if (length > RECORD_MAX_BYTES) throw malformed()
  }
  return Buffer.concat(pieces).toString('utf8')
}

function openParser(headers: IncomingHttpHeaders) {
  try {
    return Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: { files: 2, fields: MOST_PARTS, parts: MOST_PARTS, fieldSize: RECORD_MAX_BYTES },
    })
  } catch {
    throw malformed()
  }
}

function parsed(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const fields: unknown = JSON.parse(value)
    return isObject(fields) ? fields : undefined
  } catch {
    return undefined
  }
}

/** A record that says no name of its own bears that of its file. */
function nameAfterFile(record: Record<string, unknown>, { field, fileName }: Named): void {
  const name = field.toLowerCase() === 'versiondata' ? 'PathOnClient' : 'Name'
  if (fileName !== '' && !Object.keys(record).some((key) => key.toLowerCase() === name.toLowerCase()))
    record[name] = fileName
}

const malformed = () =>
  dialectRefusal(
    'JSON_PARSER_ERROR',
    'A record with a file is sent as multipart/form-data: a part with its fields as JSON, then a part with the bytes, named as the field they belong to.',
  )

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { Content } from '../../../records/files/uploads.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { isObject } from '../rest/asked.ts'

/** Of the part that says what record it is. */
const RECORD_MAX_BYTES = 1024 * 1024
const MOST_PARTS = 5

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
    parser.on('field', (_name, value) => {
      const fields = parsed(value)
      if (fields === undefined) fail(malformed())
      else Object.assign(record, fields)
    })
    parser.on('file', (name, bytes, fileName) => {
      streams.push(bytes)
      // Whoever keeps it may be done with it already, and an error nobody hears would end the program.
      bytes.on('error', fail)
      const keeping = keep(bytes).then((content) => {
        record[name] = content
        nameAfterFile(record, name, fileName)
      })
      kept.push(keeping)
      keeping.catch(fail)
    })
    parser.on('error', fail)
    parser.on('finish', () => resolve())
    arriving.on('error', fail)
    arriving.on('aborted', fail)
    arriving.pipe(parser)
  })
  await Promise.all(kept)
  if (kept.length === 0) throw malformed()
  return record
}

function openParser(headers: IncomingHttpHeaders) {
  try {
    return Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: { files: 1, fields: MOST_PARTS, parts: MOST_PARTS, fieldSize: RECORD_MAX_BYTES },
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
function nameAfterFile(record: Record<string, unknown>, field: string, fileName: string): void {
  const name = field.toLowerCase() === 'versiondata' ? 'PathOnClient' : 'Name'
  if (fileName !== '' && !Object.keys(record).some((key) => key.toLowerCase() === name.toLowerCase()))
    record[name] = fileName
}

const malformed = () =>
  dialectRefusal(
    'JSON_PARSER_ERROR',
    'A record with a file is sent as multipart/form-data: a part with its fields as JSON, then a part with the bytes, named as the field they belong to.',
  )

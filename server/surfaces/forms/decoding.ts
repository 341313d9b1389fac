import { isUtf8 } from 'node:buffer'
import { Busboy } from '@fastify/busboy'
import iconv from 'iconv-lite'
import { Refusal } from '../../platform/errors.ts'

/** One field as it was sent: its name and what was written into it. */
export type SentField = { readonly name: string; readonly value: string }

/** A post in words: its fields in the order they came, and how they were read. */
export type Decoded = {
  readonly fields: readonly SentField[]
  readonly encoding: string
  readonly notes: readonly string[]
}

/** A post as it arrived. */
export type RawPost = { readonly body: Buffer; readonly contentType: string | null; readonly query: string }

type RawField = { readonly name: Buffer; readonly value: Buffer }

const MOST_FIELDS = 500
const LONGEST_NAME = 200

/**
 * Reads a form post, form-urlencoded or multipart, in the character encoding it names (in the address, in a
 * field `encoding` or `_charset_`, or in its content type); UTF-8 else, and windows-1252 where it is no valid
 * UTF-8. What stands in the address holds where the body does not say otherwise. Answers a refusal for bytes
 * that are no form.
 */
export async function decodePost({ body, contentType, query }: RawPost): Promise<Decoded | Refusal> {
  const inBody = await rawFields(body, contentType ?? '')
  if (inBody instanceof Refusal) return inBody
  const names = new Set(inBody.map(({ name }) => name.toString('latin1').toLowerCase()))
  const inAddress = urlencodedFields(Buffer.from(query)).filter(
    ({ name }) => !names.has(name.toString('latin1').toLowerCase()),
  )
  const raw = [...inBody, ...inAddress]
  if (raw.length > MOST_FIELDS)
    return new Refusal('too_many_fields', `This post has ${raw.length} fields, and a form may have ${MOST_FIELDS}.`)
  const { encoding, notes } = encodingOf(raw, contentType ?? '')
  const read = (bytes: Buffer): string =>
    encoding === 'utf-8' ? bytes.toString('utf8') : iconv.decode(bytes, encoding)
  return {
    fields: raw.map(({ name, value }) => ({ name: read(name).slice(0, LONGEST_NAME).trim(), value: read(value) })),
    encoding,
    notes,
  }
}

async function rawFields(body: Buffer, contentType: string): Promise<RawField[] | Refusal> {
  if (/^multipart\/form-data\b/i.test(contentType)) return multipartFields(body, contentType)
  if (isUrlencoded(contentType)) return urlencodedFields(body)
  return new Refusal(
    'not_a_form',
    `A form posts as application/x-www-form-urlencoded or multipart/form-data, and this came as '${contentType.slice(0, 80)}'.`,
  )
}

/** Without a content type a post is read as browsers send it. */
const isUrlencoded = (contentType: string): boolean =>
  ['', 'application/x-www-form-urlencoded', 'text/plain'].includes(
    contentType.split(';')[0]?.trim().toLowerCase() ?? '',
  )

function urlencodedFields(bytes: Buffer): RawField[] {
  const fields: RawField[] = []
  for (let from = 0; from < bytes.length && fields.length <= MOST_FIELDS;) {
    const found = bytes.indexOf(38 /* & */, from)
    const end = found < 0 ? bytes.length : found
    const part = bytes.subarray(from, end)
    const equals = part.indexOf(61 /* = */)
    const name = equals < 0 ? part : part.subarray(0, equals)
    if (part.length > 0)
      fields.push({
        name: percentDecoded(name),
        value: equals < 0 ? Buffer.alloc(0) : percentDecoded(part.subarray(equals + 1)),
      })
    from = end + 1
  }
  return fields
}

/** Undoes `+` and `%41` in bytes; a percent sign that stands for itself stays. */
function percentDecoded(bytes: Buffer): Buffer {
  const decoded = Buffer.alloc(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const code = byte === 37 /* % */ ? hexByte(bytes, at + 1) : undefined
    if (code !== undefined) at += 2
    decoded[length++] = code ?? (byte === 43 /* + */ ? 32 : byte)
  }
  return decoded.subarray(0, length)
}

function hexByte(bytes: Buffer, at: number): number | undefined {
  const digits = bytes.toString('latin1', at, at + 2)
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined
}

/** The texts of a multipart form; files are left out, since a form asks for none. */
function multipartFields(body: Buffer, contentType: string): Promise<RawField[] | Refusal> {
  return new Promise((resolve) => {
    const fields: RawField[] = []
    const broken = (): void =>
      resolve(
        new Refusal(
          'malformed_form',
          'This multipart form is cut off or has no boundary, so its fields cannot be told apart.',
        ),
      )
    try {
      // Read byte by byte: which characters they are is decided for the whole post.
      const parser = Busboy({
        headers: { 'content-type': contentType },
        defCharset: 'latin1',
        limits: { fields: MOST_FIELDS + 1, fieldNameSize: LONGEST_NAME * 4, fieldSize: body.length + 1 },
      })
      parser.on('field', (name, value) =>
        fields.push({ name: Buffer.from(name, 'latin1'), value: Buffer.from(value, 'latin1') }),
      )
      // A file that is cut off says so itself, and an error nobody hears would end the program.
      parser.on('file', (_name, stream) => void stream.on('error', broken).resume())
      parser.on('error', broken)
      parser.on('finish', () => resolve(fields))
      parser.end(body)
    } catch {
      broken()
    }
  })
}

const isEncoding = (name: string): boolean => iconv.encodingExists(name)

function encodingOf(
  fields: readonly RawField[],
  contentType: string,
): { readonly encoding: string; readonly notes: readonly string[] } {
  const named = ['encoding', '_charset_'].map((wanted) =>
    fields
      .find(({ name }) => name.toString('latin1').toLowerCase() === wanted)
      ?.value.toString('latin1')
      .trim(),
  )
  const stated = named.find(Boolean) ?? /;\s*charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  const known = isEncoding(stated)
  const notes = known ? [] : [`The encoding '${stated.slice(0, 40)}' is not known here, so UTF-8 was tried.`]
  const isUnicode = !known || /^utf-?8$/i.test(stated)
  if (!isUnicode) return { encoding: stated, notes }
  if (fields.every(({ name, value }) => isUtf8(name) && isUtf8(value))) return { encoding: 'utf-8', notes }
  return { encoding: 'windows-1252', notes: [...notes, 'This is not valid UTF-8, so it was read as windows-1252.'] }
}

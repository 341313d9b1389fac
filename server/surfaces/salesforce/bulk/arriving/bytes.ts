import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { Refusal } from '../../../../platform/errors.ts'

/** How a body comes: what its headers say of it. */
export type BodyForm = {
  readonly encoding: string | undefined
  readonly charset: string | undefined
  readonly maxBytes: number
  /** How long the body is said to be, where it is said. */
  readonly announcedBytes?: number
}

/** The body as UTF-8 text, unpacked, and refused once it is longer than it may be: packed or not. */
export function textOfBody(
  arriving: AsyncIterable<Uint8Array>,
  { encoding, charset, maxBytes, announcedBytes = 0 }: BodyForm,
): AsyncIterable<Uint8Array> {
  if (announcedBytes > maxBytes) throw tooLarge(maxBytes)
  const unpacked = unpack(limited(arriving, maxBytes), encoding?.trim().toLowerCase())
  return recoded(limited(unpacked, maxBytes), charset)
}

async function* limited(arriving: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of arriving) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}

async function* unpack(arriving: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncGenerator<Uint8Array> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') {
    yield* arriving
    return
  }
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new Refusal(
      'unsupported_content',
      `Data may come packed with gzip, and with nothing else; this says '${encoding.slice(0, 40)}'.`,
      {
        kind: 'unsupported',
      },
    )
  const packed = Readable.from(arriving, { objectMode: false })
  const unpacked = packed.pipe(createGunzip())
  packed.once('error', (error) => unpacked.destroy(error))
  try {
    for await (const chunk of unpacked) yield chunk as Uint8Array
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? notGzip() : error
  } finally {
    packed.destroy()
  }
}

const notGzip = (): Refusal =>
  new Refusal('malformed_body', 'The data says it is packed with gzip, and cannot be unpacked.', { kind: 'malformed' })

async function* recoded(arriving: AsyncIterable<Uint8Array>, charset: string | undefined): AsyncGenerator<Uint8Array> {
  if (charset === undefined || /^utf-?8$/i.test(charset)) {
    yield* arriving
    return
  }
  const isKnown: boolean = iconv.encodingExists(charset)
  if (!isKnown)
    throw new Refusal('unsupported_content', `'${charset.slice(0, 40)}' is no character set we know. Send UTF-8.`, {
      kind: 'unsupported',
    })
  const decoder = iconv.getDecoder(charset)
  for await (const chunk of arriving) yield Buffer.from(decoder.write(Buffer.from(chunk)))
  yield Buffer.from(decoder.end() ?? '')
}

const tooLarge = (maxBytes: number): Refusal =>
  new Refusal(
    'body_too_large',
    `This data is longer than the ${Math.round(maxBytes / 1024 / 1024)} MB one upload may have. Send it in several.`,
    {
      kind: 'too_large',
      rule: `An upload has at most ${Math.round(maxBytes / 1024 / 1024)} MB.`,
    },
  )

import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { Refusal } from '../../../platform/errors.ts'
import { lettersOf, WESTERN, type Letters } from './letters.ts'
import type { ByteSource } from './source.ts'

/** How a file's bytes become letters; `bomBytes` at its start belong to no cell. */
export type Encoding = {
  readonly name: string
  readonly bomBytes: number
  /** Why we believe it, for people. */
  readonly reason: string
}

const VALID = 'Every letter in it is valid UTF-8.'

/** Whether how the letters are read is worth a word: it was judged or chosen, not plain to see. */
export const isWorthAWord = ({ bomBytes, reason }: Encoding): boolean => bomBytes === 0 && reason !== VALID

type Watch = { push(piece: Uint8Array): void; encoding(): Promise<Encoding> }

const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  // UTF-32's mark begins with UTF-16's, so it is asked first.
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
const HEAD_BYTES = 64 * 1024
/** Of lines that are not ASCII so much is looked at, from the first that is not UTF-8 … */
const FOREIGN_BYTES = 32 * 1024
/** … and at so many places behind it, spread over the file however long it is, so much of all lines. */
const [FURTHER_PLACES, PLACE_BYTES] = [12, 4096]

/** Lists put together from several have lines in UTF-8 and lines of old exports: what is no letter of UTF-8 is read as windows-1252. */
const MIXED = 'utf-8/windows-1252'

/**
 * Watches a whole file go by and says how it is encoded: its byte-order mark, else UTF-16 and UTF-32 by where
 * their zeros stand, else UTF-8 if every byte fits, else what its letters are likeliest to be, windows-1252 unless
 * something else is; UTF-8 and windows-1252 where there are letters of both.
 */
export function watchEncoding(): Watch {
  let head: Buffer = Buffer.alloc(0)
  let tail: Buffer = Buffer.alloc(0)
  let misfit: Buffer | undefined
  let foreign: Buffer = Buffer.alloc(0)
  const further = spreadOver(FURTHER_PLACES)
  let fits = true
  let proven = false
  return {
    push(piece) {
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES)])
      if (!fits) {
        foreign = withForeignLines(foreign, piece)
        further.pass(piece)
        return
      }
      const joined = Buffer.concat([tail, piece])
      const whole = wholeLetters(joined)
      fits = isUtf8(joined.subarray(0, whole))
      // Letters beyond ASCII that are valid UTF-8 hardly come about by chance.
      proven ||= fits && /[\x80-\xff]/.test(joined.toString('latin1', 0, whole))
      if (!fits) {
        misfit = joined
        foreign = withForeignLines(foreign, joined)
        further.pass(joined)
      }
      tail = Buffer.from(joined.subarray(whole))
    },
    async encoding() {
      const marked = markedEncoding(head) ?? wideEncoding(head)
      if (marked !== undefined) return marked
      if (fits && tail.length > 0) misfit = tail
      if (misfit === undefined) return { name: 'utf-8', bomBytes: 0, reason: VALID }
      if (proven || hasCellsOfUtf8(misfit))
        return {
          name: MIXED,
          bomBytes: 0,
          reason: 'Most of it is UTF-8; letters that are not are read as Windows Western European.',
        }
      const letters = await lettersOf(foreign.length > 0 ? foreign : misfit, further.kept())
      return { name: letters.found.name, bomBytes: 0, reason: reasonOf(letters) }
    },
  }
}

const reasonOf = ({ found, besides }: Letters): string =>
  besides !== undefined
    ? `It is not UTF-8; by its letters most of it is ${found.label}, but parts of it are ${besides.label}: it seems to be put together from several files. Import each of them by itself, or names of one of them come out wrong.`
    : found.name === WESTERN
      ? 'It is not UTF-8, so it is read as Windows Western European.'
      : `It is not UTF-8; by its letters it is ${found.label}. Look whether names are right, and choose other letters where they are not.`

/** Foreign lines of a few places, as far from each other as they can be however much passes by. */
function spreadOver(places: number): { pass(piece: Uint8Array): void; kept(): readonly Buffer[] } {
  let kept: Buffer[] = []
  let every = 1
  let passed = 0
  return {
    pass(piece) {
      for (let from = 0; from < piece.length; from += PLACE_BYTES) {
        if (passed++ % every !== 0) continue
        kept.push(wholeForeignLines(piece.subarray(from, from + PLACE_BYTES)))
        if (kept.length <= places) continue
        kept = kept.filter((_, at) => at % 2 === 0)
        every *= 2
      }
    },
    kept: () => kept.filter(({ length }) => length > 0),
  }
}

/** With lines that hold more than ASCII, as far as there is room. */
function withForeignLines(before: Buffer, piece: Uint8Array): Buffer {
  const room = FOREIGN_BYTES - before.length
  if (room <= 0) return before
  const lines = foreignLines(piece).map((line) => `${line}\n`)
  return Buffer.concat([before, Buffer.from(lines.join(''), 'latin1').subarray(0, room)])
}

/** The same of a place in the midst of a file, without lines that are cut: half a letter is none of any language. */
function wholeForeignLines(place: Uint8Array): Buffer {
  const lines = foreignLines(place.subarray(place.indexOf(LINE_END) + 1, place.lastIndexOf(LINE_END) + 1))
  return Buffer.from(lines.join('\n'), 'latin1')
}

const LINE_END = 0x0a

const foreignLines = (piece: Uint8Array): readonly string[] =>
  Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    .toString('latin1')
    .split('\n')
    .filter((line) => /[\x80-\xff]/.test(line))

/** How the whole of a source is encoded. Reads it once. */
export async function encodingOf(source: ByteSource): Promise<Encoding> {
  const watch = watchEncoding()
  for await (const piece of source.open(0)) watch.push(piece)
  return watch.encoding()
}

/** An encoding named by a person; refuses a name nobody knows. */
export function encodingNamed(name: string): Encoding {
  const isKnown: boolean = name.toLowerCase() === MIXED || iconv.encodingExists(name)
  if (isKnown) return { name: name.toLowerCase(), bomBytes: 0, reason: 'You chose it.' }
  throw new Refusal(
    'encoding_unknown',
    `'${name}' is no encoding we know. Say for example utf-8, windows-1252 or shift_jis.`,
    {
      kind: 'malformed',
      field: 'encoding',
      value: name,
    },
  )
}

/** The text of a source from a place in it, as UTF-8 bytes without the mark; places count these bytes. */
export async function* utf8Of(source: ByteSource, encoding: Encoding, fromByte: number): AsyncGenerator<Buffer> {
  if (encoding.name === 'utf-8') {
    for await (const piece of source.open(encoding.bomBytes + fromByte))
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    return
  }
  let skip = fromByte
  for await (const text of textOf(source, encoding)) {
    const bytes = Buffer.from(text, 'utf8')
    if (skip < bytes.length) yield bytes.subarray(skip)
    skip = Math.max(0, skip - bytes.length)
  }
}

type Decoder = { readonly write: (piece: Buffer) => string; readonly end: () => string | undefined }

async function* textOf(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder: Decoder =
    encoding.name === MIXED ? mixedDecoder() : iconv.getDecoder(encoding.name, { stripBOM: false })
  let half = ''
  for await (const piece of source.open(encoding.bomBytes)) {
    const text = half + decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    // A letter of two UTF-16 units may be cut between them.
    const whole = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length
    half = text.slice(whole)
    if (whole > 0) yield text.slice(0, whole)
  }
  const rest = half + (decoder.end() ?? '')
  if (rest !== '') yield rest
}

function markedEncoding(head: Buffer): Encoding | undefined {
  const found = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => head[at] === byte))
  if (found === undefined) return undefined
  const [name, mark] = found
  // Some tools put UTF-16's mark before UTF-32 text.
  const wide = name.startsWith('utf-16') ? wideEncoding(head.subarray(2)) : undefined
  if (wide?.name.startsWith('utf-32')) return { ...wide, bomBytes: 2 }
  return { name, bomBytes: mark.length, reason: `It begins with the byte-order mark of ${name.toUpperCase()}.` }
}

const ASCII_IN_WIDE = 0.1

/**
 * UTF-16 and UTF-32 without a mark: Latin text leaves zeros at every other byte, or at three of four; of other scripts
 * commas, digits and line ends do, and no other text has zeros at all.
 */
function wideEncoding(head: Buffer): Encoding | undefined {
  const zeros = [0, 0, 0, 0]
  const length = head.length - (head.length % 4)
  if (length < 8) return undefined
  for (let at = 0; at < length; at++) if (head[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / (length / 4))
  const name =
    b > 0.9 && c > 0.9 && d > 0.9 && a < 0.1
      ? 'utf-32le'
      : a > 0.9 && b > 0.9 && c > 0.9 && d < 0.1
        ? 'utf-32be'
        : b > ASCII_IN_WIDE && d > ASCII_IN_WIDE && a < 0.02 && c < 0.02
          ? 'utf-16le'
          : a > ASCII_IN_WIDE && c > ASCII_IN_WIDE && b < 0.02 && d < 0.02
            ? 'utf-16be'
            : undefined
  return name && { name, bomBytes: 0, reason: `Its zero bytes stand where ${name.toUpperCase()} puts them.` }
}

/** How many bytes make whole letters: a multi-byte letter cut at the end waits for the next piece. */
function wholeLetters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needs > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

/** A letter of UTF-8 beyond ASCII, of two to four bytes, or a byte that belongs to none; in a text with a sign for each byte. */
const LETTER =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g

function mixedDecoder(): Decoder {
  let tail: Buffer = Buffer.alloc(0)
  return {
    write(piece) {
      const joined = Buffer.concat([tail, piece])
      const whole = wholeLetters(joined)
      tail = Buffer.from(joined.subarray(whole))
      return mixedText(joined.subarray(0, whole))
    },
    end: () => mixedText(tail),
  }
}

const mixedText = (bytes: Buffer): string =>
  isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes.toString('latin1').replace(LETTER, (letter) => {
        const own = Buffer.from(letter, 'latin1')
        return own.length > 1 ? own.toString('utf8') : iconv.decode(own, 'windows-1252')
      })

/** Cells of another encoding seldom are letters of UTF-8 by chance from end to end: of one in four that are no ASCII more than chance is the cause. */
function hasCellsOfUtf8(bytes: Buffer): boolean {
  const cells = bytes
    .toString('latin1')
    .split(/[\n\r,;|\t"]/)
    .filter((cell) => /[\x80-\xff]/.test(cell))
  const whole = cells.filter((cell) => isUtf8(Buffer.from(cell, 'latin1')))
  return whole.length * 3 > cells.length - whole.length
}

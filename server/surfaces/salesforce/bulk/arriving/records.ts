import { SaxesParser } from 'saxes'
import type { Piece } from '../job.ts'
import { PIECE_ROWS, type Pieces } from './cutting.ts'

type Fields = { [name: string]: unknown }

/** Cuts the JSON list of a 1.0 batch into pieces. A batch is small: no more than an ordinary request. */
export async function* cutJson(arriving: AsyncIterable<Uint8Array>): Pieces {
  const parts: Uint8Array[] = []
  for await (const part of arriving) parts.push(part)
  const records = listIn(Buffer.concat(parts))
  if (typeof records === 'string') return records
  yield* pieced(records)
  return undefined
}

function listIn(bytes: Buffer): readonly Fields[] | string {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(parsed) || !parsed.every(isRecord)) return NO_LIST
    return parsed.some((record) => nestsDeeper(record, DEEPEST)) ? TOO_DEEP : parsed
  } catch {
    return NO_LIST
  }
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const nestsDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inside) => nestsDeeper(inside, levels - 1)))

const DEEPEST = 6
const TOO_DEEP = `InvalidBatch : A record of the data nests deeper than ${DEEPEST} levels.`
const NO_LIST = 'InvalidBatch : The data is not a JSON list of records, such as [{"Name": "Fjord AB"}].'

function* pieced(records: readonly Fields[]): Generator<Piece> {
  for (let at = 0; at < records.length; at += PIECE_ROWS) {
    const some = records.slice(at, at + PIECE_ROWS)
    yield { rows: some.length, bytes: Buffer.from(JSON.stringify(some)) }
  }
}

/** Cuts the `<sObjects>` of a 1.0 batch into pieces, as they come. Nothing outside the text is ever looked up. */
export async function* cutXml(arriving: AsyncIterable<Uint8Array>): Pieces {
  const reader = openXml()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of arriving) {
      reader.parser.write(decoder.decode(chunk, { stream: true }))
      while (reader.records.length >= PIECE_ROWS) yield* pieced(reader.records.splice(0, PIECE_ROWS))
    }
    reader.parser.write(decoder.decode()).close()
  } catch (error) {
    return `InvalidBatch : The data is not XML that can be read: ${error instanceof Error ? error.message.slice(0, 200) : 'it breaks off'}.`
  }
  if (!reader.isList()) return 'InvalidBatch : The data is not an <sObjects> list.'
  yield* pieced(reader.records)
  return undefined
}

type OpenElement = { readonly name: string; text: string; fields: Fields | undefined; readonly isNil: boolean }

function openXml() {
  const parser = new SaxesParser()
  const records: Fields[] = []
  const open: OpenElement[] = []
  let root: string | undefined
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('a document type has no place in it')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= DEEPEST) throw new Error(`it nests deeper than ${DEEPEST} levels`)
    root ??= localName(name)
    const isNil = Object.entries(attributes).some(
      ([key, value]) => localName(key) === 'nil' && /^(true|1)$/.test(value),
    )
    open.push({ name: localName(name), text: '', fields: undefined, isNil })
  })
  parser.on('text', (text) => addText(open.at(-1), text))
  parser.on('cdata', (text) => addText(open.at(-1), text))
  parser.on('closetag', () => {
    const closed = open.pop()
    const around = open.at(-1)
    if (closed === undefined || around === undefined) return
    if (open.length === 1) {
      if (closed.name === 'sObject') records.push(closed.fields ?? {})
    } else place(around, closed)
  })
  return { parser, records, isList: () => root === 'sObjects' }
}

function addText(element: OpenElement | undefined, text: string): void {
  if (element !== undefined) element.text += text
}

/** Puts what was read into the record around it; a relationship may wrap its fields once more into an `<sObject>`. */
function place(around: OpenElement, { name, text, fields, isNil }: OpenElement): void {
  // Without a prototype: a field may be called anything. Never copied: a record may have as many as a batch has room for.
  const empty: Fields = Object.create(null)
  const into = (around.fields ??= empty)
  if (name === 'sObject') Object.assign(into, fields)
  else into[name] = isNil ? null : (fields ?? text)
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { bomb, damaged } from './zip.ts'

/** What is done while a part of a workbook is read; names come without their prefixes. */
export type XmlReader = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** A tag, or a text, that is longer than this is no cell of anybody's. */
const LONGEST_BYTES = 4 * 1024 * 1024
const DEEPEST = 64

/** Reads XML as it comes, and yields after each piece, so that what was found goes on before more is read. */
export async function* readXml(
  fileName: string,
  pieces: AsyncIterable<Buffer>,
  reader: XmlReader,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new StringDecoder('utf8')
  let silentBytes = 0
  let depth = 0
  parser.on('error', (error) => {
    throw damaged(fileName, error)
  })
  parser.on('opentag', ({ name, attributes }) => {
    silentBytes = 0
    if (++depth > DEEPEST) throw bomb(fileName, 'its parts stand inside each other without end')
    reader.open?.(bare(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    silentBytes = 0
    depth -= 1
    reader.close?.(bare(name))
  })
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  for await (const piece of pieces) {
    parser.write(decoder.write(piece))
    silentBytes += piece.length
    if (silentBytes > LONGEST_BYTES) throw bomb(fileName, 'one of its texts has no end')
    yield
  }
  parser.write(decoder.end()).close()
}

// What says how a workbook is made fits into a small part of this, whatever its sheets hold.
const SMALL_PART_BYTES = 64 * 1024 ** 2

/** Reads a small part whole. */
export async function readAllXml(fileName: string, pieces: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const reading = readXml(fileName, notLarger(fileName, pieces), reader)
  while ((await reading.next()).done !== true);
}

async function* notLarger(fileName: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > SMALL_PART_BYTES) throw bomb(fileName, 'it says too much about itself')
    yield piece
  }
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

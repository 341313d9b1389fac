import { readSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { readXml } from './xml.ts'
import { bomb } from './zip.ts'

/** The texts cells refer to by number, undefined for a number that stands for none; `close` forgets them. */
export type SharedStrings = {
  readonly at: (index: number) => string | undefined
  readonly close: () => Promise<void>
}

const BLOCK_BYTES = 64 * 1024
const BLOCKS_HELD = 256
const MOST_TEXTS = 8_000_000
const MOST_BYTES = 2 ** 32 - 1
/** As much as Excel itself lets a cell hold. */
const LONGEST_TEXT = 32_767

/** A cell's text so far, and more of it: it comes in pieces, of which there may be no end. */
export function joined(fileName: string, text: string, more: string): string {
  const length = text.length + more.length
  if (length > LONGEST_TEXT) throw bomb(fileName, `a cell of it holds ${length.toLocaleString('en')} letters`)
  return text + more
}

/**
 * A workbook keeps each text once, before or after the cells that point to it. They are put into a file of our own, with one
 * number a text in memory, and read back in blocks: Excel numbers them as they are met, so nearly every read finds its block.
 */
export async function keepSharedStrings(
  fileName: string,
  pieces: AsyncIterable<Buffer> | undefined,
): Promise<SharedStrings> {
  if (pieces === undefined) return { at: () => undefined, close: async () => undefined }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'assay-sheet-'))
  const file = await open(path.join(folder, 'texts'), 'w+')
  const close = async (): Promise<void> => {
    await file.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const ends = await writeTexts(fileName, pieces, (bytes) => file.write(bytes))
    const textAt = blocksOf(file.fd, ends.at(-1) ?? 0)
    return { at: (index) => (index in ends ? textAt(ends[index - 1] ?? 0, ends[index] ?? 0) : undefined), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Writes the texts one behind the other; answers where each ends. */
async function writeTexts(
  fileName: string,
  pieces: AsyncIterable<Buffer>,
  write: (bytes: Buffer) => Promise<unknown>,
): Promise<Uint32Array> {
  let ends = new Uint32Array(4096)
  let count = 0
  let end = 0
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let text = ''
  let isText = false
  let isReading = false
  const keep = (): void => {
    const bytes = Buffer.from(text, 'utf8')
    end += bytes.length
    if (count === MOST_TEXTS || end > MOST_BYTES)
      throw bomb(fileName, `it holds more than ${count.toLocaleString('en')} different texts`)
    if (count === ends.length) {
      const more = new Uint32Array(ends.length * 2)
      more.set(ends)
      ends = more
    }
    ends[count++] = end
    // An empty text fills no block: millions of them would wait for one to be full.
    if (bytes.length > 0) waiting.push(bytes)
    waitingBytes += bytes.length
    text = ''
  }
  const reading = readXml(fileName, pieces, {
    open(name) {
      // What a phonetic run says, the text says already.
      if (name === 'si') text = ''
      if (name === 'rPh') isReading = true
      isText = name === 't' && !isReading
    },
    text(more) {
      if (isText) text = joined(fileName, text, more)
    },
    close(name) {
      isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') keep()
    },
  })
  for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
    if (waitingBytes < BLOCK_BYTES) continue
    await write(Buffer.concat(waiting))
    waiting = []
    waitingBytes = 0
  }
  if (waitingBytes > 0) await write(Buffer.concat(waiting))
  return ends.subarray(0, count)
}

/** Reads stretches of a file, with the blocks asked for last held in memory. */
function blocksOf(fd: number, fileBytes: number): (from: number, to: number) => string {
  const held = new Map<number, Buffer>()
  const block = (number: number): Buffer => {
    const known = held.get(number)
    if (known !== undefined) return known
    const bytes = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, fileBytes - number * BLOCK_BYTES))
    readSync(fd, bytes, 0, bytes.length, number * BLOCK_BYTES)
    const [oldest] = held.keys()
    if (held.size === BLOCKS_HELD && oldest !== undefined) held.delete(oldest)
    held.set(number, bytes)
    return bytes
  }
  return (from, to) => {
    const [first, last] = [Math.floor(from / BLOCK_BYTES), Math.floor(Math.max(from, to - 1) / BLOCK_BYTES)]
    if (from === to) return ''
    if (first === last) return block(first).toString('utf8', from % BLOCK_BYTES, to - first * BLOCK_BYTES)
    const parts: Buffer[] = []
    for (let number = first; number <= last; number++) {
      const start = number * BLOCK_BYTES
      parts.push(block(number).subarray(Math.max(0, from - start), Math.min(BLOCK_BYTES, to - start)))
    }
    return Buffer.concat(parts).toString('utf8')
  }
}

import { stat } from 'node:fs/promises'
import path from 'node:path'
import { csvLine } from '../../../shared/csv.ts'
import { encodeId } from '../../../shared/ids.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Matchable } from '../../processes/duplicates/duplicate.ts'
import {
  pairsOfList,
  ROW_END,
  storedRows,
  TEXT_END,
  type RowKind,
  type RowsPage,
} from '../../processes/duplicates/lists/lists.ts'
import {
  fileSource,
  headOf,
  isZip,
  encodingNamed,
  layoutOf,
  readRows,
  SHEET_DIALECT,
  writeSheet,
  type ByteSource,
  type Layout,
} from '../imports/reading/reading.ts'
import { lookThrough } from './looking.ts'
import { meaningOf, meaningOfField, type ColumnMeaning, type ListMeaning } from './meaning.ts'
import { textsReader } from './texts.ts'

export interface ListWishes {
  /** Column → field name of a lead, contact or account; '' leaves it out. */
  readonly map?: ReadonlyMap<string, string>
  /** The column whose values name the rows; their numbers do otherwise, from 1 for the first row of values. */
  readonly id?: string
  /** Of a spreadsheet: which sheet; the first that holds anything unless said. */
  readonly sheet?: string
  /** How letters are written; found by itself unless said. */
  readonly encoding?: string
}

/** A list on disk. */
export interface ListFile {
  readonly file: string
  readonly name: string
  /** A folder that is there, to read a sheet of a spreadsheet out into. */
  readonly scratch: string
}

/** The stored records a list is compared with, and who asks. */
export interface Against {
  readonly object: Matchable
  readonly actor: Actor
  readonly reading: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** A list that was looked at: what its columns mean. */
export interface OpenedList {
  readonly source: ByteSource
  readonly layout: Layout
  readonly meaning: ListMeaning
  readonly idColumn: number | undefined
  /** The sheet that was read, of a spreadsheet. */
  readonly sheet?: string
}

export interface FoundPair {
  readonly left: string
  /** A row's name, or the 18-character id of a record. */
  readonly right: string
  readonly probability: number
  readonly reasons: readonly string[]
}

export interface CheckOptions {
  /** Pairs below are left out, 0 to 1. */
  readonly atLeast: number
  readonly against?: Against
  /** A folder that does not exist, for what does not fit into memory; gone at the end. */
  readonly folder: string
  /** Told how much is done, 0 to 1, how many rows of the list were read, and how many records it is compared with. */
  readonly onProgress?: (share: number, rows: number, stored: number) => void
  /** Told of each row that could not be read; it keeps its number and is like nobody. */
  readonly onUnread?: (line: number, why: string) => void
  /** Told, once, how many keys were passed over because too many rows share each. */
  readonly onPassedOver?: (keys: number) => void
  /** A list of more is refused half-way, and so is one that takes more room on disk. */
  readonly mostRows?: number
  readonly mostAsideBytes?: number
  readonly signal?: AbortSignal
}

const kindOfObject: Readonly<Record<Matchable, RowKind>> = { Lead: 'person', Contact: 'person', Account: 'account' }

/**
 * Reads what the columns of a CSV file or a spreadsheet mean, from their names and the first rows. Throws `not_csv`, `file_empty`,
 * `file_unreadable`, and for wishes that name what is not there `sheet_unknown`, `encoding_unknown`, `no_such_column` and `no_such_field`.
 */
export async function openListFile(
  { file, name, scratch }: ListFile,
  wishes: ListWishes,
  against?: Matchable,
): Promise<OpenedList> {
  const source = { ...fileSource(file), name }
  if (!isZip((await headOf(source, 4)).bytes)) return openList(source, wishes, against)
  const into = path.join(scratch, 'sheet')
  const sheet = await writeSheet(source, (await stat(file)).size, { into, sheet: wishes.sheet })
  const opened = await openList({ ...fileSource(into), name }, wishes, against, { dialect: SHEET_DIALECT })
  return { ...opened, sheet }
}

/** The same for rows in CSV. */
export async function openList(
  source: ByteSource,
  wishes: ListWishes = {},
  against?: Matchable,
  known: { readonly dialect?: Layout['dialect'] } = {},
): Promise<OpenedList> {
  const encoding =
    wishes.encoding === undefined || known.dialect !== undefined ? undefined : encodingNamed(wishes.encoding)
  const head = await layoutOf(source, { ...known, ...(encoding !== undefined && { encoding }) })
  const { sample, neverRepeats } = await lookThrough(source, head)
  const layout: Layout = { ...head, sample }
  const columns = layout.columns.map((name, at) => ({
    name,
    cells: sample.map((row) => row[at] ?? ''),
    neverRepeats: neverRepeats(at),
  }))
  const guessed = meaningOf(columns, against === undefined ? undefined : kindOfObject[against])
  const idColumn = wishes.id === undefined ? undefined : placeOf(layout, wishes.id)
  const chosen = new Map([...(wishes.map ?? [])].map(([column, field]) => [placeOf(layout, column), field]))
  refuseWithoutRows(source.name, sample.length)
  const meant = guessed.columns.map((one): ColumnMeaning => {
    const field = chosen.get(one.at)
    if (field !== undefined) return { ...one, meaning: chosenMeaning(guessed.kind, field), reason: 'You say so.' }
    const isTaken = [...chosen.values()].some(
      (name) => name !== '' && meaningOfField(guessed.kind, name) === one.meaning,
    )
    if (one.at === idColumn || isTaken)
      return { ...one, meaning: isTaken && one.at !== idColumn ? 'other' : 'nothing', reason: 'It names the rows.' }
    return one
  })
  if (meant.every(({ meaning }) => meaning === 'nothing')) throw nothingToCompare(source.name)
  return { source, layout, meaning: { kind: guessed.kind, columns: withoutTooMany(meant) }, idColumn }
}

function refuseWithoutRows(name: string, rows: number): void {
  if (rows > 0) return
  throw new Refusal(
    'file_empty',
    `'${name}' has no rows that can be read below its first line. Send a file with a line of column names and at least one row.`,
    { kind: 'malformed' },
  )
}

const nothingToCompare = (name: string): Refusal =>
  new Refusal(
    'nothing_to_compare',
    `Nothing in '${name}' can be compared: each of its columns is empty, says the same in all rows or only numbers them. Check how the file was exported, or say what a column holds with 'map'.`,
    { kind: 'malformed' },
  )

// Every two rows are compared by each of them: a thousand would take a thousand times as long.
const MOST_TEXTS = 100

function withoutTooMany(columns: readonly ColumnMeaning[]): ColumnMeaning[] {
  const texts = columns.filter(({ meaning }) => meaning === 'other')
  const kept = new Set(texts.slice(0, MOST_TEXTS))
  return columns.map((one) =>
    one.meaning !== 'other' || kept.has(one)
      ? one
      : { ...one, meaning: 'nothing', reason: `The first ${MOST_TEXTS} columns of its kind are compared as text.` },
  )
}

function chosenMeaning(kind: RowKind, field: string): string {
  if (field === '') return 'nothing'
  if (field.toLowerCase() === 'text') return 'other'
  const meaning = meaningOfField(kind, field)
  if (meaning !== undefined) return meaning
  throw new Refusal(
    'no_such_field',
    `${kind === 'person' ? 'People are' : 'Organisations are'} not compared by '${field}'. Say a field such as ${kind === 'person' ? 'FirstName, LastName, Name, Email, Phone, Company, Street, City, PostalCode or Birthdate' : 'Name, Website, Phone, BillingStreet, BillingCity or BillingPostalCode'}, 'text' for a column of its own, or nothing to leave it out.`,
    { field: 'map', value: field },
  )
}

function placeOf({ columns }: Layout, name: string): number {
  const exact = columns.indexOf(name)
  const at = exact >= 0 ? exact : columns.findIndex((column) => column.toLowerCase() === name.trim().toLowerCase())
  if (at >= 0) return at
  throw new Refusal(
    'no_such_column',
    `The file has no column '${name}'. It has ${columns
      .slice(0, 30)
      .map((one) => `'${one}'`)
      .join(', ')}.`,
    {
      field: 'column',
      value: name,
    },
  )
}

/** Finds the pairs of a list, within it or against stored records; nothing of it is kept. */
export async function* checkList(
  { source, layout, meaning, idColumn }: OpenedList,
  { against, mostRows = Number.POSITIVE_INFINITY, mostAsideBytes, onProgress, onUnread, ...options }: CheckOptions,
): AsyncGenerator<readonly FoundPair[]> {
  const names: string[] = []
  const others = ['other', 'restOfName'].flatMap((wanted) =>
    meaning.columns.filter((one) => one.meaning === wanted).map(({ column }) => column),
  )
  const read = textsReader(meaning, layout)
  let [number, compared] = [0, 0]
  async function* rows(): AsyncGenerator<RowsPage> {
    let before = layout.rowsBefore
    for await (const batch of readRows(source, layout.encoding, layout.dialect)) {
      const lines: string[] = []
      for (const { cells, line, fault } of batch) {
        if (before-- > 0) continue
        number += 1
        if (number > mostRows) throw tooLong(mostRows)
        if (idColumn !== undefined) names.push(cells[idColumn]?.trim() ?? '')
        if (fault === undefined) lines.push(number + TEXT_END + read(cells).join(TEXT_END))
        else onUnread?.(line, fault)
      }
      compared += lines.length
      if (lines.length > 0) yield { rows: lines.join(ROW_END), count: lines.length }
    }
  }
  const nameOf = (row: number): string => (idColumn === undefined ? String(row) : (names[row - 1] ?? ''))
  const pairs = pairsOfList({
    ...options,
    kind: meaning.kind,
    others,
    rows: rows(),
    onProgress: (share, done) => onProgress?.(share, number, done - compared),
    ...(mostAsideBytes !== undefined && { mostAside: { bytes: mostAsideBytes, refusal: tooMuch } }),
    ...(against !== undefined && {
      against: storedRows(against.reading, against.actor, against.object, others.length),
    }),
  })
  for await (const some of pairs) {
    yield some.map(({ left, right, probability, reasons }) => ({
      left: nameOf(left),
      right: against === undefined ? nameOf(right) : encodeId(right),
      probability,
      reasons,
    }))
  }
}

const MOST_SAID = 5
const LONGEST_TEXT = 200

/** What some rows say, by their numbers, short enough to be read in a line; the list is read again up to the last of them. */
export async function textsOfRows(
  { source, layout, meaning }: OpenedList,
  wanted: ReadonlySet<number>,
): Promise<Readonly<Record<string, string>>> {
  // What is understood says more of a row than what is only compared as text.
  const told = meaning.columns
    .filter((one) => one.meaning !== 'nothing')
    .toSorted((one, other) => Number(one.meaning === 'other') - Number(other.meaning === 'other'))
    .map(({ at }) => at)
  const texts: Record<string, string> = {}
  const last = Math.max(0, ...wanted)
  let [before, number] = [layout.rowsBefore, 0]
  for await (const batch of readRows(source, layout.encoding, layout.dialect)) {
    for (const { cells } of batch) {
      if (before-- > 0) continue
      number += 1
      if (!wanted.has(number)) continue
      const said = told.flatMap((at) => cells[at]?.trim() || []).slice(0, MOST_SAID)
      texts[number] = said.join(' · ').slice(0, LONGEST_TEXT)
    }
    if (number >= last) break
  }
  return texts
}

const tooLong = (mostRows: number): Refusal =>
  new Refusal(
    'list_too_large',
    `A list checked here may have ${mostRows.toLocaleString('en')} rows. Use the command line for a longer one: npm run assay -- match.`,
    { kind: 'too_large' },
  )

const tooMuch = (): Refusal =>
  new Refusal(
    'list_too_large',
    'To compare a list takes room for its rows and for all they are found by, and this one takes more than a list checked here may have. Leave columns out, check it in parts, or use the command line: npm run assay -- match.',
    { kind: 'too_large' },
  )

export const PAIRS_HEAD = csvLine(['left', 'right', 'probability', 'reasons'])

/** A pair as a line of CSV, its reasons apart by semicolons. */
export const pairLine = ({ left, right, probability, reasons }: FoundPair): string =>
  csvLine([left, right, probability.toFixed(4), reasons.join('; ')])

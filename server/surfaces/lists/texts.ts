import { splitFullName } from '../../ground/people/name.ts'
import { textsOf, ROW_END, TEXT_END } from '../../processes/duplicates/lists/lists.ts'
import { dateColumn, isBlankWord, isDateLike, isFault, type Layout } from '../imports/reading/reading.ts'
import { restOf, type ColumnMeaning, type ListMeaning } from './meaning.ts'

type Cells = readonly string[]

const signs = new RegExp(`[${TEXT_END}${ROW_END}]`, 'g')
// Nothing longer is compared, and no look at a cell may take long, whatever somebody put into it.
const MOST_LETTERS = 1000
const plain = (cell: string | undefined): string => {
  const text = (cell ?? '').slice(0, MOST_LETTERS).toWellFormed().replaceAll(signs, ' ').trim()
  return isBlankWord(text) ? '' : text
}

/** Reads rows of a list into the texts they are compared by: decided once, from what the columns mean and the first rows. */
export function textsReader(
  { kind, columns }: ListMeaning,
  { sample }: Pick<Layout, 'sample'>,
): (cells: Cells) => string[] {
  const of = (meaning: string): readonly ColumnMeaning[] => columns.filter((one) => one.meaning === meaning)
  const others = of('other').map(({ at }) => ({ at, read: otherReader(sample.map((row) => row[at] ?? '')) }))
  const readers = new Map(textsOf[kind].map((name) => [name, joined(of(name).map(({ at }) => at))] as const))
  const [birth] = of('birthdate')
  if (birth !== undefined)
    readers.set(
      'birthdate',
      dateReader(
        birth.at,
        sample.map((row) => row[birth.at] ?? ''),
      ),
    )
  readers.set('street', streetReader([...of('streetNumber'), ...of('street'), ...of('streetMore')].map(({ at }) => at)))
  const [whole] = of('fullName')
  const [rest] = of('restOfName')
  const names = [...of('firstName'), ...of('lastName')].map(({ at }) => at)
  const split = of('city').length === 0 && of('postalCode').length === 0 ? of('street')[0] : undefined
  return (cells) => {
    const texts = new Map<string, string>()
    for (const [name, read] of readers) texts.set(name, read(cells))
    if (whole !== undefined) addNames(texts, plain(cells[whole.at]))
    if (split !== undefined) addPlace(texts, plain(cells[split.at]))
    return [
      ...textsOf[kind].map((name) => texts.get(name) ?? ''),
      ...others.map(({ at, read }) => read(plain(cells[at]))),
      ...(rest === undefined
        ? []
        : [
            restOf(
              plain(cells[rest.at]),
              names.map((at) => cells[at] ?? ''),
            ),
          ]),
    ]
  }
}

const joined =
  (places: readonly number[]) =>
  (cells: Cells): string => {
    if (places.length === 1) return plain(cells[places[0] ?? 0])
    return places
      .map((at) => plain(cells[at]))
      .filter(Boolean)
      .join(' ')
  }

const streetReader = (places: readonly number[]) => joined(places)

function addNames(texts: Map<string, string>, whole: string): void {
  if (whole === '') return
  const { firstName = '', lastName } = splitFullName(whole)
  if (texts.get('firstName') === '') texts.set('firstName', firstName)
  if (texts.get('lastName') === '') texts.set('lastName', lastName)
}

const POSTAL_CODE = /\b(?:[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|\d{5}(?:-\d{4})?|\d{4}\s?[A-Z]{2}|\d{4,6})\b/i

/** An address in one column ends with the town, the postal code and the country, mostly apart by commas. */
function addPlace(texts: Map<string, string>, address: string): void {
  const parts = address.split(/\s*[,\n;]\s*/).filter(Boolean)
  if (parts.length < 2) return
  const at = parts.findLastIndex((part, index) => index > 0 && POSTAL_CODE.test(part))
  const code = at < 0 ? undefined : POSTAL_CODE.exec(parts[at] ?? '')?.[0]
  const beside = code === undefined ? '' : (parts[at] ?? '').replace(code, '').trim()
  const city = beside.length > 2 ? beside : (parts[at < 0 ? parts.length - 1 : at === 1 ? 2 : at - 1] ?? '')
  texts.set('street', parts[0] ?? '')
  if (code !== undefined) texts.set('postalCode', code)
  if (city !== parts[0]) texts.set('city', city)
}

// A wrong day such as the 31st of June is still nearly the right one: what is written counts, valid or not.
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const WRITTEN = /^(\d{4})-(\d{1,2})-(\d{1,2})/

function dateReader(at: number, sample: readonly string[]): (cells: Cells) => string {
  const { read } = dateColumn('date', sample, {})
  return (cells) => {
    const cell = plain(cells[at])
    if (cell === '') return ''
    const [, year, month = '', day = ''] = COMPACT.exec(cell) ?? WRITTEN.exec(cell) ?? []
    if (year !== undefined) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const found = read(cell)
    return typeof found === 'string' && !isFault(found) ? found : cell
  }
}

/** Dates that are no birthday are written alike, so that they compare as texts. */
function otherReader(sample: readonly string[]): (text: string) => string {
  const filled = sample.map((cell) => cell.trim()).filter(Boolean)
  if (filled.length === 0 || filled.filter(isDateLike).length < filled.length * 0.7) return (text) => text
  const { read } = dateColumn('date', filled, {})
  return (text) => {
    const found = text === '' ? '' : read(text)
    return typeof found === 'string' ? found : text
  }
}

import { companyName } from '../../ground/people/company.ts'
import { isGivenName } from '../../ground/people/nicknames.ts'
import type { RowKind } from '../../processes/duplicates/lists/lists.ts'
import { contentOf, type Content } from '../imports/mapping/content.ts'
import { suggestMapping, type Column, type TargetObject } from '../imports/mapping/suggest.ts'
import { squeezed, type FieldType } from '../imports/reading/reading.ts'
import { meaningOfHeading, meaningsOfWords } from './headings.ts'

/** What a column is taken for: a usual text of the row's kind, part of one, a text of its own, or nothing to compare by. */
export interface ColumnMeaning {
  readonly column: string
  readonly at: number
  /** `firstName`, `street` and so on; `fullName`, `streetNumber`, `streetMore`; `other`; `nothing`. */
  readonly meaning: string
  /** Why, as a sentence for people. */
  readonly reason: string
}

export interface ListMeaning {
  readonly kind: RowKind
  readonly columns: readonly ColumnMeaning[]
}

const field = (name: string, label: string, type: FieldType = 'string') => ({ name, label, type })

const personTarget: TargetObject = {
  name: 'Lead',
  label: 'Lead',
  fields: [
    field('FirstName', 'First Name'),
    field('LastName', 'Last Name'),
    field('Name', 'Full name'),
    field('Title', 'Title'),
    field('Company', 'Company'),
    field('Email', 'Email', 'email'),
    field('Phone', 'Phone', 'phone'),
    field('MobilePhone', 'Mobile', 'phone'),
    field('Website', 'Website', 'url'),
    field('Street', 'Street'),
    field('City', 'City'),
    field('PostalCode', 'Postal Code'),
    field('Country', 'Country'),
    field('Birthdate', 'Birthdate', 'date'),
  ],
}

const accountTarget: TargetObject = {
  name: 'Account',
  label: 'Account',
  fields: [
    field('Name', 'Account Name'),
    field('Website', 'Website', 'url'),
    field('Phone', 'Phone', 'phone'),
    field('BillingStreet', 'Billing Street'),
    field('BillingCity', 'Billing City'),
    field('BillingPostalCode', 'Billing Postal Code'),
    field('BillingCountry', 'Billing Country'),
  ],
}

/** `FirstName` → `firstName`, `BillingCity` → `city`; a person's `Name` is the whole of it. */
export const meaningOfField = (kind: RowKind, fieldName: string): string | undefined => {
  const target = kind === 'person' ? personTarget : accountTarget
  const plain = fieldName.replace(/^(?:Billing|Mailing|Shipping|Other)(?=Street|City|PostalCode|Country)/i, '')
  const known = target.fields.find(
    ({ name }) => name.replace(/^Billing/, '').toLowerCase() === plain.toLowerCase(),
  )?.name
  if (known === undefined) return kind === 'account' && plain.toLowerCase() === 'company' ? 'name' : undefined
  if (kind === 'person' && known === 'Name') return 'fullName'
  const short = known.replace(/^Billing/, '')
  return short.charAt(0).toLowerCase() + short.slice(1)
}

/** What a word means by the kind of row it stands in. */
const meaningsIn: Readonly<Record<RowKind, Readonly<Record<string, string>>>> = {
  person: { organisation: 'company' },
  account: { organisation: 'name', fullName: 'name', firstName: 'name', lastName: 'name' },
}

const orgHeading =
  /company|organi[sz]ation|business|legal|entity|firm|supplier|vendor|employer|trading|registr|vat|lei|corp|institution|grantee|recipient|charity/
const personHeading =
  /first|given|fore|surname|last|family|birth|dob|gender|sex|maiden|occupation|death|ssn|socsec|age$/

/** A column with some cells of it, and whether no two of all its cells say the same. */
export interface ListColumn extends Column {
  readonly neverRepeats: boolean
}

/** What the columns of a list mean, and whether its rows are people or organisations. */
export function meaningOf(columns: readonly ListColumn[], wished?: RowKind): ListMeaning {
  const contents = columns.map(({ cells }) => contentOf(cells))
  const kind = wished ?? kindOf(columns, contents)
  const target = kind === 'person' ? personTarget : accountTarget
  const suggested = suggestMapping(columns, target)
  const taken = new Set<string>()
  const isPlaced = kind === 'account' && columns.some(({ name }) => placing.has(meaningOfHeading(name) ?? ''))
  const found = columns.map(({ name }, at): ColumnMeaning => {
    const content = contents[at]
    const told = meaningOfHeading(name)
    const { field: fieldName = null, reason = '' } = suggested[at] ?? {}
    const guessed = fieldName === null ? undefined : meaningOfField(kind, fieldName)
    const inWords = content === undefined ? [] : meaningsOfWords(name).filter((one) => suitsMeaning(one, content))
    const meant = [told, ...inWords].map((one) => one && (meaningsIn[kind][one] ?? one))
    const meaning = [meant[0], guessed, ...meant.slice(1)].find(
      (one) =>
        one !== undefined &&
        (one === 'streetMore' || !taken.has(one)) &&
        (kind === 'person' || !personal.has(one)) &&
        content !== undefined &&
        content.filled > 0 &&
        // A vendor or customer that is a number is its number.
        !(namesOfCompanies.has(one) && content.number > 1 - LIKE_IT),
    )
    if (meaning !== undefined && namesOfCompanies.has(meaning) && content !== undefined && !isPlaced && isLong(content))
      return { column: name, at, meaning: 'other', reason: 'Its cells are long: they are compared word by word.' }
    if (meaning !== undefined) {
      taken.add(meaning)
      return { column: name, at, meaning, reason: meant.includes(meaning) ? 'Its name says so.' : reason }
    }
    return { column: name, at, ...withoutField(columns[at], content) }
  })
  return { kind, columns: withoutRepeats(withName(found, kind, contents, taken), columns, taken) }
}

const namesOfCompanies: ReadonlySet<string> = new Set(['name', 'company'])
/** Who has a column for the place writes no place into the name, so that a long one is a name all the same: a school, a hospital. */
const placing: ReadonlySet<string> = new Set(['street', 'city', 'postalCode', 'phone', 'website'])
/** Names of companies have three words, and whoever writes down where somebody works writes eight. */
const LONG_WORDS = 5

const isLong = ({ words }: Content): boolean =>
  words.reduce((sum, cell) => sum + wordsOf(cell).length, 0) >= words.length * LONG_WORDS

/** What only people have. */
const personal: ReadonlySet<string> = new Set(['birthdate', 'email', 'mobilePhone'])

const LIKE_IT = 0.4

/** Whether cells may be what a word of the heading says: a phone flag is no phone. */
function suitsMeaning(meaning: string, { email, phone, number, boolean, date, filled, distinct }: Content): boolean {
  if (filled === 0 || (boolean > LIKE_IT && distinct < 3)) return false
  switch (meaning) {
    case 'email':
      return email > LIKE_IT
    case 'phone':
    case 'mobilePhone':
      return phone > LIKE_IT || (number > LIKE_IT && distinct > 2)
    case 'birthdate':
      return date > LIKE_IT || number > 1 - LIKE_IT
    case 'postalCode':
    case 'streetNumber':
      return true
    default:
      return number < LIKE_IT && date < LIKE_IT && email < LIKE_IT
  }
}

/** Rows are told apart by a name before all else: without one that the headings name, the column that holds most names is it. */
function withName(
  found: readonly ColumnMeaning[],
  kind: RowKind,
  contents: readonly Content[],
  taken: Set<string>,
): readonly ColumnMeaning[] {
  if (['name', 'lastName', 'firstName', 'fullName'].some((one) => taken.has(one))) return found
  const texts = found.filter(({ meaning, column, at }) => meaning === 'other' && mayBeNames(column, contents[at]))
  const best = texts.find(({ column }) => /name/i.test(column)) ?? texts[0]
  if (best === undefined) return found
  const meaning = kind === 'person' ? 'fullName' : 'name'
  taken.add(meaning)
  return found.map((one) => (one === best ? { ...one, meaning, reason: 'Its cells are the most like names.' } : one))
}

const VARIED = 0.2

function mayBeNames(column: string, content: Content | undefined): boolean {
  if (content === undefined || isLong(content) || /source|type|status|date|note|comment|descr/i.test(column))
    return false
  const { filled, distinct, number, date, url, email, words } = content
  const lettered = words.filter((word) => /\p{L}{2}/u.test(word)).length / Math.max(1, words.length)
  return distinct > filled * VARIED && lettered > 0.8 && Math.max(number, date, url, email) < LIKE_IT
}

function withoutField(
  column: ListColumn | undefined,
  content: Content | undefined,
): Pick<ColumnMeaning, 'meaning' | 'reason'> {
  if (content === undefined || content.filled === 0) return { meaning: 'nothing', reason: 'The column is empty.' }
  const first = column?.cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  const isKeyNamed = /(^|[^a-z])(id|uid|uuid|guid|key|index|row|no|nr)$|_id$|^unnamed|^column ?1$/i.test(
    column?.name ?? '',
  )
  const isNumber = content.number > 0.95 || /^[a-z]{0,4}[-_ ]?\d+$/i.test(first)
  if (column?.neverRepeats === true && content.filled > 20 && (isKeyNamed || (isNumber && content.date < 0.5)))
    return { meaning: 'nothing', reason: 'It only numbers the rows: no two have the same.' }
  if (content.distinct === 1) return { meaning: 'nothing', reason: 'All rows say the same.' }
  return { meaning: 'other', reason: 'It is compared as text.' }
}

function kindOf(columns: readonly Column[], contents: readonly Content[]): RowKind {
  const headings = columns.map(({ name }) => squeezed(name))
  if (headings.some((heading) => personHeading.test(heading)) || namesPeople(columns)) return 'person'
  if (contents.some(({ email }) => email > 0.7) && headings.some((heading) => /contact|person/.test(heading)))
    return 'person'
  const names =
    columns.find(({ name }) => /name|title/i.test(name)) ??
    columns.find(({ name }, at) => mayBeNames(name, contents[at])) ??
    columns[0]
  const cells = names?.cells.filter((cell) => cell.trim() !== '') ?? []
  const share = (test: (cell: string) => boolean): number => cells.filter(test).length / Math.max(1, cells.length)
  if (share((cell) => companyName(cell).legalForm !== '') > 0.12) return 'account'
  const people = share((cell) =>
    cell
      .toLowerCase()
      .split(/[\s,]+/)
      .some(isGivenName),
  )
  if (people > 0.35) return 'person'
  return headings.some((heading) => orgHeading.test(heading)) || people < 0.1 ? 'account' : 'person'
}

/**
 * Whether headings name the parts of a person's name, in any language an import knows. One alone may be a company's: 'Nombre' and
 * 'Nom' say no more than name.
 */
function namesPeople(columns: readonly Column[]): boolean {
  const headings = columns.map(({ name }) => ({ name, cells: [] }))
  const named = new Set(suggestMapping(headings, personTarget).map((one) => one.field))
  return named.has('FirstName') && named.has('LastName')
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/**
 * A column that only says again what others of the row say is no evidence of its own: a full name beside its parts. What
 * is said twice would count twice.
 */
function withoutRepeats(
  found: readonly ColumnMeaning[],
  columns: readonly Column[],
  taken: ReadonlySet<string>,
): ColumnMeaning[] {
  const hasParts = taken.has('firstName') && taken.has('lastName')
  const known = found.filter(
    ({ meaning }) => meaning !== 'other' && meaning !== 'nothing' && !(hasParts && meaning === 'fullName'),
  )
  return found.map((one) => {
    if (hasParts && one.meaning === 'fullName') return restOfName(one, columns, found)
    if (one.meaning !== 'other') return one
    const cells = columns[one.at]?.cells ?? []
    const filled = cells.flatMap((cell, row) => (cell.trim() === '' ? [] : [row]))
    const repeats = filled.filter((row) => {
      const said = new Set(known.flatMap(({ at }) => wordsOf(columns[at]?.cells[row] ?? '')))
      return wordsOf(cells[row] ?? '').every((word) => said.has(word))
    })
    return repeats.length > filled.length * 0.7
      ? { ...one, meaning: 'nothing', reason: 'It says again what other columns say.' }
      : one
  })
}

const SAYS_MORE = 0.05

/** A full name beside its parts says again what they say, but for the middle names and titles it may hold besides. */
function restOfName(one: ColumnMeaning, columns: readonly Column[], found: readonly ColumnMeaning[]): ColumnMeaning {
  const parts = found.filter(({ meaning }) => meaning === 'firstName' || meaning === 'lastName')
  const cells = columns[one.at]?.cells ?? []
  const saysMore = cells.filter(
    (cell, row) =>
      restOf(
        cell,
        parts.map(({ at }) => columns[at]?.cells[row] ?? ''),
      ) !== '',
  )
  return saysMore.length > cells.length * SAYS_MORE
    ? { ...one, meaning: 'restOfName', reason: 'What it holds besides first and last name is compared as text.' }
    : { ...one, meaning: 'nothing', reason: 'First and last name stand in columns of their own.' }
}

/** The words of a text that others do not say. */
export function restOf(text: string, said: readonly string[]): string {
  const known = new Set(said.flatMap(wordsOf))
  return wordsOf(text)
    .filter((word) => !known.has(word))
    .join(' ')
}

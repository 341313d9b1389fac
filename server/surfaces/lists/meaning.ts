import { companyName } from '../../ground/people/company.ts'
import { isGivenName } from '../../ground/people/nicknames.ts'
import type { RowKind } from '../../processes/duplicates/lists/lists.ts'
import { contentOf, type Content } from '../imports/mapping/content.ts'
import { suggestMapping, type Column, type TargetObject } from '../imports/mapping/suggest.ts'
import { squeezed, type FieldType } from '../imports/reading/reading.ts'

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

// Words of lists that no form of ours uses; a heading is compared without case and signs.
const byHeading: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^(given|fore|christian|first)names?\d?$|^givenname|^fname$/, 'firstName'],
  [/^(sur|family|last)names?$|^lname$/, 'lastName'],
  [/^(full|complete|person|contact|customer|clean)?name(full)?$|^firstandsurname$|^firstandlastname$/, 'fullName'],
  [/^(date(of)?birth|birth(date|day|dt)?|dob|born(on)?|dateborn)$/, 'birthdate'],
  [/^(street|house|civic|building|addr(ess)?)(number|no|nr|num)$/, 'streetNumber'],
  [
    /^(home|mail(ing)?|postal|residential|registered|office)?(address|addr|street|line|addr(ess)?line|street(address|addr))(1|one)?$|^(street)?(name)$|^road$/,
    'street',
  ],
  [
    /^(home|mail(ing)?|postal|residential|registered|office)?(address|addr|street|line|addr(ess)?line|street(address|addr))([2-4]|two|three)$/,
    'streetMore',
  ],
  [/^(suburb|locality|(post)?town|city|village|municipality|place)(name)?$/, 'city'],
  [
    /^(company|business|legal|registered|trading|organi[sz]ation|org|entity|firm|supplier|vendor|institution|employer|corporate)(legal)?(name|title)?s?$/,
    'organisation',
  ],
  [/^(post(al)?code|zip(code)?|postcodefake|plz|pcode)$/, 'postalCode'],
]

/** What a word means by the kind of row it stands in. */
const meaningsIn: Readonly<Record<RowKind, Readonly<Record<string, string>>>> = {
  person: { organisation: 'company' },
  account: { organisation: 'name', fullName: 'name', firstName: 'name', lastName: 'name' },
}

const orgHeading =
  /company|organi[sz]ation|business|legal|entity|firm|supplier|vendor|employer|trading|registr|vat|lei|corp|institution|grantee|recipient|charity/
const personHeading =
  /first|given|fore|surname|last|family|birth|dob|gender|sex|maiden|occupation|death|ssn|socsec|age$/

/** What the columns of a list mean, and whether its rows are people or organisations. */
export function meaningOf(columns: readonly Column[], wished?: RowKind): ListMeaning {
  const contents = columns.map(({ cells }) => contentOf(cells))
  const kind = wished ?? kindOf(columns, contents)
  const target = kind === 'person' ? personTarget : accountTarget
  const suggested = suggestMapping(columns, target)
  const taken = new Set<string>()
  const found = columns.map(({ name }, at): ColumnMeaning => {
    const heading = squeezed(name)
    const told = byHeading.find(([pattern]) => pattern.test(heading))?.[1]
    const meant = told === undefined ? undefined : (meaningsIn[kind][told] ?? told)
    const { field: fieldName = null, reason = '' } = suggested[at] ?? {}
    const guessed = fieldName === null ? undefined : meaningOfField(kind, fieldName)
    const meaning = [meant, guessed].find(
      (one) =>
        one !== undefined && (one === 'streetMore' || !taken.has(one)) && (kind === 'person' || one !== 'birthdate'),
    )
    if (meaning !== undefined) {
      taken.add(meaning)
      return { column: name, at, meaning, reason: meaning === meant ? 'Its name says so.' : reason }
    }
    return { column: name, at, ...withoutField(columns[at], contents[at]) }
  })
  return { kind, columns: withoutRepeats(found, columns, taken) }
}

function withoutField(
  column: Column | undefined,
  content: Content | undefined,
): Pick<ColumnMeaning, 'meaning' | 'reason'> {
  if (content === undefined || content.filled === 0) return { meaning: 'nothing', reason: 'The column is empty.' }
  const first = column?.cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  const isKeyNamed = /(^|[^a-z])(id|uid|uuid|guid|key|index|row|no|nr)$|_id$|^unnamed|^column ?1$/i.test(
    column?.name ?? '',
  )
  const isNumber = content.number > 0.95 || /^[a-z]{0,4}[-_ ]?\d+$/i.test(first)
  if (content.distinct === content.filled && content.filled > 20 && (isKeyNamed || (isNumber && content.date < 0.5)))
    return { meaning: 'nothing', reason: 'It only numbers the rows: no two have the same.' }
  if (content.distinct === 1) return { meaning: 'nothing', reason: 'All rows say the same.' }
  return { meaning: 'other', reason: 'It is compared as text.' }
}

function kindOf(columns: readonly Column[], contents: readonly Content[]): RowKind {
  const headings = columns.map(({ name }) => squeezed(name))
  if (headings.some((heading) => personHeading.test(heading))) return 'person'
  if (contents.some(({ email }) => email > 0.7) && headings.some((heading) => /contact|person/.test(heading)))
    return 'person'
  const names = columns.find(({ name }) => /name|title/i.test(name)) ?? columns[0]
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
    if (hasParts && one.meaning === 'fullName')
      return { ...one, meaning: 'nothing', reason: 'First and last name stand in columns of their own.' }
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

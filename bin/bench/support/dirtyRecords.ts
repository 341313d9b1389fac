import type { AccountFacts, PersonFacts } from '../../../server/ground/people/facts.ts'
import { numbersFrom } from './people.ts'
import type { TruthSet } from './truthFiles.ts'

/** Made-up records of known truth, of kinds that no public file here shows: the same each time, none of them real. */

type Below = (below: number) => number

const SYLLABLES =
  'an ber cor dal en far gul hol in jor kam lun mar nor ost pel quar ros sten tor ull var wes yng zan bri cla dre fen gri hal'.split(
    ' ',
  )
const FIRST_NAMES =
  'John William Mary Elizabeth Thomas George James Anna Charles Henry Robert Edward Margaret Sarah Joseph Alice Frederick Jane Walter Arthur Emily Hugh Ralph Agnes Philip Edmund Clara Lucy Albert Ernest'.split(
    ' ',
  )
const SHORT: Readonly<Record<string, string>> = {
  William: 'Bill',
  Elizabeth: 'Betty',
  Thomas: 'Tom',
  James: 'Jim',
  Robert: 'Bob',
  Edward: 'Ted',
  Margaret: 'Peggy',
  Joseph: 'Joe',
  Frederick: 'Fred',
  Charles: 'Charlie',
}
const WORK =
  'politician footballer painter cricketer writer military officer clergyman engineer lawyer actor physician'.split(' ')

/** Few values are common and many are rare, as names and towns are. */
const skewed = (below: Below, howMany: number): number => Math.floor(howMany * (below(10_000) / 10_000) ** 2.5)

const named = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The name with this number, always the same one. */
function coined(number: number): string {
  const below = numbersFrom(number * 7919 + 17)
  return named(Array.from({ length: 2 + below(2) }, () => SYLLABLES[below(SYLLABLES.length)] ?? '').join(''))
}

/** One letter left out, doubled, changed, or swapped with the next. */
function mistyped(below: Below, text: string): string {
  if (text.length < 3) return text
  const at = 1 + below(text.length - 1)
  const [front, letter, back] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)]
  switch (below(4)) {
    case 0:
      return front + back
    case 1:
      return front + letter + letter + back
    case 2:
      return front + 'aeiorstn'.charAt(below(8)) + back
    default:
      return front + back.slice(0, 1) + letter + back.slice(1)
  }
}

const oneIn = (below: Below, n: number): boolean => below(n) === 0

/** Historical persons: names, birth date, birth place, postal code and occupation; some ten records each, every one a little different. */
export function historicalPersons(records: number): TruthSet {
  const below = numbersFrom(1871)
  const facts: PersonFacts[] = []
  const entities: string[] = []
  for (let person = 0; facts.length < records; person++) {
    const one = aPerson(below)
    for (let copies = 1 + below(18); copies > 0 && facts.length < records; copies--) {
      facts.push(writtenAgain(below, one))
      entities.push(String(person))
    }
  }
  return { name: `${records.toLocaleString('en')} made-up historical persons`, kind: 'persons', facts, entities }
}

const aPerson = (below: Below) => ({
  firstName: FIRST_NAMES[skewed(below, FIRST_NAMES.length)] ?? 'John',
  lastName: coined(skewed(below, 3000)),
  birthdate: `${1830 + below(110)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`,
  city: coined(50_000 + skewed(below, 800)),
  postalCode: `${coined(90_000 + below(60))
    .slice(0, 2)
    .toUpperCase()}${1 + below(40)} ${below(10)}AB`,
  occupation: WORK[skewed(below, WORK.length)] ?? 'writer',
})

function writtenAgain(below: Below, one: ReturnType<typeof aPerson>): PersonFacts {
  const { firstName, lastName, birthdate, city, postalCode, occupation } = one
  const year = Number(birthdate.slice(0, 4))
  const typo = (text: string, n: number): string => (oneIn(below, n) ? mistyped(below, text) : text)
  const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
  const first = oneIn(below, 6) ? (SHORT[firstName] ?? firstName) : firstName
  const last = typo(lastName, 6)
  const isSwapped = oneIn(below, 30)
  const date = oneIn(below, 8)
    ? `${year + (oneIn(below, 2) ? 1 : 10)}${birthdate.slice(4)}`
    : oneIn(below, 12)
      ? `${year}-01-01`
      : birthdate
  return {
    firstName: some(isSwapped ? last : typo(first, 8), 25),
    lastName: isSwapped ? first : last,
    birthdate: some(date, 6),
    city: some(typo(city, 10), 12),
    postalCode: some(oneIn(below, 5) ? postalCode.slice(0, -1) + 'C' : postalCode, 5),
    others: { occupation: some(occupation, 3) },
  }
}

const FORMS = ['GmbH', 'Inc.', 'Ltd', 'AB', 'S.A.', 'B.V.', 'Oy', 'LLC', 'Limited', 'AG', '']
const TRADES = [
  ['International', 'Intl'],
  ['Manufacturing', 'Mfg.'],
  ['Technologies', 'Technology'],
  ['Brothers', 'Bros'],
  ['Services', 'Svcs'],
  ['Consulting', 'Consulting'],
  ['Group', 'Grp'],
  ['Energy', 'Energy'],
  ['Foods', 'Foods'],
  ['Holding', 'Holdings'],
] as const

/** Letter by letter into another alphabet, as a register of that country writes a foreign name. */
const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('abvgdezijklmnoprstufyhqw', (letter, at) => [letter, 'абвгдезийклмнопрстуфихкв'[at] ?? letter]),
)
const inCyrillic = (text: string): string =>
  Array.from(text.toLowerCase(), (letter) => cyrillic[letter] ?? letter).join('')

/** Companies as several registers write them: legal form, abbreviations, acronyms, the alphabet, address in part. */
export function companiesOfRegisters(companies: number): TruthSet {
  const below = numbersFrom(2024)
  const facts: AccountFacts[] = []
  const entities: string[] = []
  for (let company = 0; company < companies; company++) {
    const one = aCompany(below, company)
    for (let copies = 1 + below(4); copies > 0; copies--) {
      facts.push(asRegistered(below, one))
      entities.push(String(company))
    }
  }
  return {
    name: `${facts.length.toLocaleString('en')} made-up companies of several registers`,
    kind: 'accounts',
    facts,
    entities,
  }
}

function aCompany(below: Below, number: number) {
  const trade = TRADES[below(TRADES.length)] ?? TRADES[0]
  // One in fifteen shares its first word with others, as Delta and Apex do.
  const first = coined(oneIn(below, 15) ? 200_000 + below(40) : 210_000 + number)
  const name = oneIn(below, 3) ? [first, coined(300_000 + below(3000))] : [first]
  return {
    name,
    trade: oneIn(below, 4) ? undefined : trade,
    form: FORMS[below(FORMS.length)] ?? '',
    city: coined(50_000 + skewed(below, 400)),
    street: `${coined(60_000 + skewed(below, 900))} Street ${1 + below(150)}`,
    postalCode: String(10_000 + below(800)),
    domain: `${name.join('').toLowerCase()}-${number.toString(36)}.com`,
    phone: `+49 30 ${2_000_000 + number * 37}`,
  }
}

function asRegistered(below: Below, one: ReturnType<typeof aCompany>): AccountFacts {
  const trade = one.trade === undefined ? '' : one.trade[oneIn(below, 3) ? 1 : 0]
  const form = oneIn(below, 3) ? (FORMS[below(FORMS.length)] ?? '') : one.form
  const words = one.name.map((word) => (oneIn(below, 12) ? mistyped(below, word) : word))
  const latin = [oneIn(below, 10) ? 'The' : '', ...words, trade, form].filter(Boolean).join(' ')
  const name = oneIn(below, 12) ? inCyrillic([...one.name, one.trade?.[0] ?? ''].join(' ')).trim() : latin
  return {
    name: oneIn(below, 8) ? name.toUpperCase() : name,
    city: oneIn(below, 6) ? '' : one.city,
    street: oneIn(below, 3) ? '' : oneIn(below, 6) ? mistyped(below, one.street) : one.street,
    postalCode: oneIn(below, 3) ? '' : one.postalCode,
    website: oneIn(below, 2) ? '' : `https://www.${one.domain}/`,
    phone: oneIn(below, 2) ? '' : one.phone,
  }
}

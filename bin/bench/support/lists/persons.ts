import {
  coined,
  dateFrom,
  dayFirst,
  isoDate,
  listOf,
  mistyped,
  nearDate,
  oneIn,
  oneOf,
  skewed,
  type Below,
  type MadeUpList,
} from './madeUp.ts'

const FIRST_NAMES = [
  'John',
  'William',
  'Mary',
  'Elizabeth',
  'Thomas',
  'George',
  'James',
  'Anna',
  'Charles',
  'Henry',
  'Robert',
  'Edward',
  'Margaret',
  'Sarah',
  'Joseph',
  'Alice',
  'Frederick',
  'Jane',
  'Walter',
  'Arthur',
  'Emily',
  'Hugh',
  'Ralph',
  'Agnes',
  'Philip',
  'Edmund',
  'Clara',
  'Lucy',
  'Albert',
  'Ernest',
] as const
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
const WORK = [
  'politician',
  'footballer',
  'painter',
  'cricketer',
  'writer',
  'military officer',
  'clergyman',
  'engineer',
  'lawyer',
  'actor',
] as const

interface Person {
  readonly first: string
  readonly middle: string
  readonly last: string
  readonly born: Date
  readonly town: string
  readonly zip: string
  readonly street: string
  readonly number: string
  readonly work: string
  readonly sex: string
}

const aPerson = (below: Below, from: number): Person => ({
  first: FIRST_NAMES[skewed(below, FIRST_NAMES.length)] ?? 'John',
  middle: oneIn(below, 3) ? oneOf(below, FIRST_NAMES) : '',
  last: coined(skewed(below, 3000)),
  born: dateFrom(below, from + below(80)),
  town: coined(50_000 + skewed(below, 800)),
  zip: String(1000 + below(8000)),
  street: `${coined(60_000 + skewed(below, 4000)).toLowerCase()} ${oneOf(below, ['street', 'road', 'place', 'crescent'])}`,
  number: String(1 + below(180)),
  work: oneOf(below, WORK),
  sex: oneOf(below, ['m', 'f']),
})

/** People without e-mail under headings of no list of names, with birth dates written day first: as a registry hands them over. */
export const persons = (rows: number): MadeUpList =>
  listOf(
    {
      name: 'persons without e-mail, odd headings',
      columns: ['ref', 'nm_g', 'nm_f', 'nr', 'addr_ln', 'loc', 'pc', 'd_o_b', 'k1'],
      seed: 99,
      rows,
    },
    (below) => aPerson(below, 1920),
    (below) => (oneIn(below, 3) ? 2 + below(3) : 1),
    (below, one) => {
      const { first, last, number, street, town, zip, born, sex } = spoiled(below, one)
      return [
        String(below(2 ** 30)),
        first,
        last,
        number,
        street,
        town,
        zip,
        born === undefined ? '' : dayFirst(born),
        sex,
      ]
    },
  )

/** The same without a first line that names the columns. */
export const personsWithoutHeader = (rows: number): MadeUpList => {
  const list = persons(rows)
  return { ...list, name: 'persons without e-mail, no header', columns: [] }
}

/** Persons of three centuries as an encyclopaedia has them: some ten rows each, the name three times over. */
export const historical = (rows: number): MadeUpList =>
  listOf(
    {
      name: 'historical persons',
      columns: [
        'unique_id',
        'full_name',
        'first_and_surname',
        'first_name',
        'surname',
        'dob',
        'birth_place',
        'postcode',
        'gender',
        'occupation',
      ],
      seed: 1871,
      rows,
    },
    (below) => aPerson(below, 1780),
    (below) => 1 + below(18),
    (below, one) => {
      const { first, last, middle, town, zip, born, sex, work } = spoiled(below, one)
      const both = [first, last].filter(Boolean).join(' ')
      const whole = [first, middle, last].filter(Boolean).join(' ')
      const date = born === undefined ? '' : oneIn(below, 12) ? `${born.getUTCFullYear()}-01-01` : isoDate(born)
      return [String(below(2 ** 30)), whole, both, first, last, date, town, zip, sex, oneIn(below, 3) ? '' : work]
    },
  )

/** A person as it is written down once more: nicknames, typing mistakes, names swapped, values left out. */
function spoiled(below: Below, one: Person): Omit<Person, 'born'> & { readonly born: Date | undefined } {
  const typo = (text: string, n: number): string => (oneIn(below, n) ? mistyped(below, text) : text)
  const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
  const first = some(typo(oneIn(below, 6) ? (SHORT[one.first] ?? one.first) : one.first, 8), 25)
  const last = typo(one.last, 6)
  const isSwapped = oneIn(below, 30)
  return {
    first: isSwapped ? last : first,
    last: isSwapped ? first : last,
    middle: some(one.middle, 2),
    born: oneIn(below, 8) ? undefined : oneIn(below, 6) ? nearDate(below, one.born) : one.born,
    town: some(typo(one.town, 8), 12),
    zip: some(typo(one.zip, 10), 10),
    street: some(typo(one.street, 5), 12),
    number: some(typo(one.number, 12), 12),
    work: one.work,
    sex: oneIn(below, 40) ? '' : one.sex,
  }
}

/** Voters by house: families of one name and one address, one in eight voters there twice. */
export const voters = (rows: number): MadeUpList => {
  const house = { of: { last: '', town: '', zip: '', street: '', number: '' }, left: 0 }
  return listOf(
    {
      name: 'voters, families among them',
      columns: ['first', 'last', 'birth_year', 'house_no', 'street', 'town', 'zip'],
      seed: 12,
      rows,
    },
    (below) => {
      const one = aPerson(below, 1930)
      if (house.left-- <= 0) {
        house.left = below(4)
        house.of = one
      }
      const { last, town, zip, street, number } = house.of
      // No two of a family have one first name.
      const first = FIRST_NAMES[(last.length * 5 + number.length + house.left * 7) % FIRST_NAMES.length] ?? one.first
      return { ...one, first, last, town, zip, street, number }
    },
    (below) => (oneIn(below, 8) ? 2 : 1),
    (below, one) => {
      const { first, last, number, street, town, zip } = oneIn(below, 3) ? spoiled(below, one) : one
      return [first, last, oneIn(below, 4) ? '' : String(one.born.getUTCFullYear()), number, street, town, zip]
    },
  )
}

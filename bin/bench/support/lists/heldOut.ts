import { coined, listOf, mistyped, oneIn, oneOf, skewed, type Below, type MadeUpList } from './madeUp.ts'

/** Lists of other makers than those matching was built beside: to see that its rules hold elsewhere. */

const KINDS = [
  ['Hospital', 'Hosp.'],
  ['Medical Center', 'Med Ctr'],
  ['Savings Bank', 'Bank'],
  ['High School', 'HS'],
  ['Municipal Works', 'Works'],
  ['Housing Association', 'Housing Assn'],
] as const

const BRANCHES = ['Branch Office', 'Main Office', 'Sales Department', 'Accounting', 'Site North'] as const

const anInstitution = (below: Below, number: number) => ({
  own: coined(820_000 + number, 3),
  kind: oneOf(below, KINDS),
  town: coined(800_000 + skewed(below, 250)),
  zip: String(20_000 + below(900)),
  street: `${coined(810_000 + skewed(below, 700))} ${oneOf(below, ['Street', 'Avenue', 'Lane'])}`,
  number: 1 + below(120),
  box: 100 + below(9000),
  // A third is known by its saint or founder, whose name others bear as well.
  patron: oneIn(below, 3) ? coined(805_000 + skewed(below, 60)) : '',
})

/** Institutions as suppliers write them: town in the name, words turned round, branches, post boxes in place of streets. */
export const institutions = (rows: number): MadeUpList =>
  listOf(
    { name: 'held out: institutions', columns: ['vendor', 'name', 'street', 'zip', 'city'], seed: 77, rows },
    anInstitution,
    (below) => 1 + below(3),
    (below, one) => {
      const own = one.patron === '' ? one.own : `St. ${one.patron}`
      const kind = one.kind[oneIn(below, 4) ? 1 : 0]
      const typed = oneIn(below, 10) ? mistyped(below, own) : own
      const name = oneOf(below, [
        `${typed} ${kind}`,
        `${typed} ${kind}`,
        `${kind} ${typed}`,
        `${typed} ${kind} ${one.town}`,
        `${kind} ${typed}, ${one.town}`,
        `${typed} ${kind} - ${oneOf(below, BRANCHES)}`,
      ])
      const house = oneIn(below, 5) ? `${one.street} ${one.number}` : `${one.number} ${one.street}`
      const street = oneIn(below, 6) ? `P.O. Box ${one.box}` : oneIn(below, 8) ? mistyped(below, house) : house
      const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
      return [String(below(2 ** 30)), name, some(street, 4), some(one.zip, 5), some(one.town, 6)]
    },
  )

const GIVEN =
  'Lena Paul Mia Jonas Emma Felix Clara Anton Ida Oskar Marta Emil Nora Theo Greta Karl Alma Bruno Edda Hugo Ella Fritz Rosa Max'.split(
    ' ',
  )

const aCustomer = (below: Below, last: string) => ({
  first: GIVEN[skewed(below, GIVEN.length)] ?? 'Lena',
  last,
  maiden: coined(830_000 + skewed(below, 4000)),
  street: `${coined(840_000 + skewed(below, 1500))} ${oneOf(below, ['Street', 'Road', 'Close'])}`,
  number: 1 + below(90),
  town: coined(850_000 + skewed(below, 300)),
  zip: String(40_000 + skewed(below, 5000)),
  phone: `0${200 + below(700)} ${1_000_000 + below(8_999_999)}`,
})

/** Customers of a shop: no birth date, no e-mail; couples of one house and number, married names, and who has moved. */
export const customers = (rows: number): MadeUpList => {
  const house: { of: ReturnType<typeof aCustomer> | undefined } = { of: undefined }
  return listOf(
    {
      name: 'held out: customers',
      columns: ['no', 'first name', 'surname', 'address', 'postcode', 'town', 'telephone'],
      seed: 505,
      rows,
    },
    (below) => {
      const one = aCustomer(below, coined(830_000 + skewed(below, 4000)))
      const beside = house.of
      if (beside === undefined || beside.first === one.first || !oneIn(below, 3)) return (house.of = one)
      // Husband and wife: all the same but the first name.
      house.of = undefined
      return { ...beside, first: one.first }
    },
    (below) => (oneIn(below, 3) ? 2 + below(2) : 1),
    (below, one) => {
      const typo = (text: string, n: number): string => (oneIn(below, n) ? mistyped(below, text) : text)
      const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
      const moved = oneIn(below, 14) ? aCustomer(below, one.last) : one
      return [
        String(below(2 ** 30)),
        typo(oneIn(below, 12) ? one.first.charAt(0) : one.first, 12),
        typo(oneIn(below, 25) ? one.maiden : one.last, 9),
        some(typo(`${moved.number} ${moved.street}`, 7), 10),
        some(moved.zip, 9),
        some(typo(moved.town, 12), 8),
        some(one.phone, 2),
      ]
    },
  )
}

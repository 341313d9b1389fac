import { coined, listOf, mistyped, oneIn, oneOf, skewed, type Below, type MadeUpList } from './madeUp.ts'

/** Lists of other makers than those matching was built beside: to see that its rules hold elsewhere. */

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

const TRADES = [
  ['Heating', 'Heizung'],
  ['Roofing', 'Roofing'],
  ['Printing', 'Print'],
  ['Farm Equipment', 'Farm Equip.'],
  ['Car Repair', 'Repairs'],
  ['Building Supplies', 'Bldg Supplies'],
  ['Furniture', 'Furn.'],
  ['Wholesale Foods', 'Wholesale'],
] as const

const DEALER_FORMS = ['', '', 'Ltd', 'Ltd.', 'Limited', 'GmbH', 'Inc', '& Co', '& Sons', 'and Sons Ltd'] as const

const aDealer = (below: Below, family: string) => ({
  family,
  given: GIVEN[below(GIVEN.length)] ?? 'Lena',
  trade: oneOf(below, TRADES),
  form: oneOf(below, DEALER_FORMS),
  region: coined(860_000 + skewed(below, 40)),
  town: coined(861_000 + skewed(below, 400)),
  street: `${coined(862_000 + skewed(below, 900))} ${oneOf(below, ['Road', 'Way', 'Park'])}`,
  number: 1 + below(200),
  phone: `0${300 + below(600)} ${100_000 + below(899_999)}`,
})

/** Dealers in the words of two wholesalers: the owner's first name or its initial, trades shortened, regions; and families with two businesses. */
export const dealers = (rows: number): MadeUpList => {
  const before: { family: string } = { family: coined(863_000) }
  return listOf(
    {
      name: 'held out: dealers',
      columns: ['nr', 'customer', 'addr', 'place', 'tel'],
      seed: 909,
      rows,
    },
    (below, number) => {
      // One in eight belongs to the family of the one before, and sells something else somewhere else.
      if (!oneIn(below, 8)) before.family = coined(863_000 + number, 3)
      return aDealer(below, before.family)
    },
    (below) => 1 + below(3),
    (below, one) => {
      const family = oneIn(below, 9) ? mistyped(below, one.family) : one.family
      const trade = one.trade[oneIn(below, 3) ? 1 : 0]
      const form = oneIn(below, 2) ? one.form : ''
      const owner = oneOf(below, [family, family, `${one.given} ${family}`, `${one.given.charAt(0)}. ${family}`])
      const name = oneOf(below, [
        `${owner} ${trade} ${form}`,
        `${owner} ${trade} ${form}`,
        `${trade} ${owner}`,
        `${family} ${trade} ${one.region}`,
        `${family} ${form}`,
      ])
      const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
      const street = `${one.number} ${oneIn(below, 10) ? mistyped(below, one.street) : one.street}`
      return [String(below(2 ** 30)), name.trim(), some(street, 5), some(one.town, 6), some(one.phone, 3)]
    },
  )
}

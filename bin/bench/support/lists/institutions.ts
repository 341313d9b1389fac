import { coined, listOf, mistyped, oneIn, oneOf, skewed, type Below, type MadeUpList } from './madeUp.ts'

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
    { name: 'institutions', columns: ['vendor', 'name', 'street', 'zip', 'city'], seed: 77, rows },
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

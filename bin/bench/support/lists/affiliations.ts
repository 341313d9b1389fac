import { coined, listOf, mistyped, oneIn, oneOf, skewed, type Below, type MadeUpList } from './madeUp.ts'

const FIELDS = [
  ['Computer Science', 'CS', 'Comp. Sci.', 'Computing'],
  ['Electrical Engineering', 'EE', 'Elec. Eng.', 'Electrical Eng.'],
  ['Information Systems', 'IS', 'Inf. Systems', 'Info. Systems'],
  ['Mathematics', 'Math', 'Maths', 'Mathematical Sciences'],
  ['Business Administration', 'Business', 'Management', 'Bus. Admin.'],
  ['Software Engineering', 'Software', 'SE', 'Software Eng.'],
] as const

const COUNTRIES = [
  ['USA', 'U.S.A.', 'United States', ''],
  ['Germany', 'Deutschland', 'Germany', ''],
  ['Italy', 'Italia', 'Italy', ''],
  ['Canada', 'CANADA', 'Canada', ''],
  ['UK', 'United Kingdom', 'England', ''],
] as const

const COMPANY_ENDS = ['Research', 'Research Center', 'Laboratories', 'Research Labs', 'Corporation', 'Inc.'] as const

interface Institution {
  readonly kind: 'ofCity' | 'ofState' | 'technical' | 'company'
  readonly city: string
  readonly state: string
  readonly own: string
  readonly country: (typeof COUNTRIES)[number]
  readonly zip: string
}

/** Where authors of papers work, as they write it: one long text a row, some institutions a hundred times. */
export const affiliations = (rows: number): MadeUpList =>
  listOf(
    { name: 'affiliations', columns: ['id', 'affil'], seed: 4711, rows },
    anInstitution,
    (below) => 1 + skewed(below, 60),
    (below, one) => [String(below(2 ** 30)), written(below, one)],
  )

const KINDS = ['ofCity', 'ofCity', 'ofState', 'technical', 'company'] as const

const anInstitution = (below: Below, number: number): Institution => ({
  kind: oneOf(below, KINDS),
  city: coined(700_000 + below(400)),
  // Of one state several universities bear the name, each with another city.
  state: coined(710_000 + below(25)),
  own: coined(720_000 + number, 3),
  country: oneOf(below, COUNTRIES),
  zip: String(10_000 + below(90_000)),
})

function written(below: Below, one: Institution): string {
  const name = nameOf(below, one)
  const typed = oneIn(below, 12) ? mistyped(below, name) : name
  const unit = one.kind === 'company' || oneIn(below, 4) ? '' : unitOf(below)
  const place = oneIn(below, 5) ? '' : placeOf(below, one)
  const parts = (oneIn(below, 7) ? [typed, unit] : [unit, typed]).concat(place).filter(Boolean)
  return parts.join(oneIn(below, 9) ? ' ' : ', ')
}

function nameOf(below: Below, { kind, city, state, own }: Institution): string {
  const university = oneOf(below, ['University', 'University', 'Univ.', 'Univ'])
  switch (kind) {
    case 'ofCity':
      return oneOf(below, [`${university} of ${own}`, `${own} ${university}`, `The ${university} of ${own}`])
    case 'ofState':
      return oneOf(below, [
        `${university} of ${state}, ${city}`,
        `${university} of ${state} at ${city}`,
        `${university} of ${state} - ${city}`,
        `${university} of ${state}-${city}`,
      ])
    case 'technical':
      return oneOf(below, [
        `${own} Institute of Technology`,
        `${own} Inst. of Technology`,
        `Technical University of ${own}`,
        `${own} Institute of Tech.`,
      ])
    case 'company':
      return oneOf(below, [`${own} ${oneOf(below, COMPANY_ENDS)}`, `${own} ${oneOf(below, COMPANY_ENDS)}`, own])
  }
}

function unitOf(below: Below): string {
  const field = oneOf(below, oneOf(below, FIELDS))
  return oneOf(below, [
    `Department of ${field}`,
    `Dept. of ${field}`,
    `${field} Department`,
    `${field} Dept`,
    `School of ${field}`,
    `Faculty of ${field}`,
  ])
}

function placeOf(below: Below, { city, state, country, zip, kind }: Institution): string {
  const town = kind === 'ofState' && oneIn(below, 2) ? '' : city
  return [
    oneIn(below, 6) ? `${1 + below(900)} ${coined(730_000 + below(300))} Street` : '',
    [town, oneIn(below, 3) ? state.slice(0, 2).toUpperCase() : '', oneIn(below, 3) ? zip : '']
      .filter(Boolean)
      .join(' '),
    oneOf(below, country),
  ]
    .filter(Boolean)
    .join(', ')
}

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
const FORMS = [
  'GmbH',
  'Inc.',
  'Ltd',
  'AB',
  'S.A.',
  'B.V.',
  'Oy',
  'LLC',
  'Limited',
  'AG',
  'S.p.A.',
  'Sp. z o.o.',
] as const
const STATES = ['Active', 'Dissolved', 'In liquidation'] as const

interface Company {
  readonly words: readonly string[]
  readonly trade: (typeof TRADES)[number] | undefined
  readonly form: string
  readonly town: string
  readonly zip: string
  readonly street: string
  readonly founded: Date
  readonly tax: string
  readonly state: string
}

function aCompany(below: Below, number: number): Company {
  const first = coined(oneIn(below, 15) ? 200_000 + below(40) : 210_000 + number, 3)
  return {
    words: oneIn(below, 3) ? [first, coined(300_000 + below(3000))] : [first],
    trade: oneIn(below, 4) ? undefined : oneOf(below, TRADES),
    form: oneOf(below, FORMS),
    town: coined(50_000 + skewed(below, 400)),
    zip: String(10_000 + below(800)),
    street: `${coined(60_000 + skewed(below, 900))} Street ${1 + below(150)}`,
    founded: dateFrom(below, 1950 + below(70)),
    tax: `${oneOf(below, ['DE', 'SE', 'GB'])}${100_000_000 + number * 7919}`,
    state: oneOf(below, STATES),
  }
}

function nameOf(below: Below, { words, trade, form }: Company): string {
  const written = words.map((word) => (oneIn(below, 12) ? mistyped(below, word) : word))
  const short = trade === undefined ? '' : trade[oneIn(below, 3) ? 1 : 0]
  const name = [oneIn(below, 10) ? 'The' : '', ...written, short, oneIn(below, 3) ? oneOf(below, FORMS) : form]
    .filter(Boolean)
    .join(' ')
  return oneIn(below, 6) ? name.toUpperCase() : name
}

/** Companies of several registers under headings of their own: numbers and dates that are no usual field, much left out. */
export const organisations = (rows: number): MadeUpList =>
  listOf(
    {
      name: 'organisations of registers',
      columns: [
        'rec',
        'src',
        'denomination',
        'seat',
        'seat_code',
        'address_text',
        'established',
        'tax_ref',
        'state_of_affairs',
      ],
      seed: 31,
      rows,
    },
    aCompany,
    (below) => 1 + below(4),
    (below, one) => {
      const source = oneOf(below, ['north', 'south', 'west'])
      const founded = oneIn(below, 8) ? nearDate(below, one.founded) : one.founded
      const date = source === 'south' ? dayFirst(founded) : isoDate(founded)
      const some = (text: string, n: number): string => (oneIn(below, n) ? '' : text)
      const typo = (text: string, n: number): string => (oneIn(below, n) ? mistyped(below, text) : text)
      return [
        String(below(2 ** 30)),
        source,
        nameOf(below, one),
        some(typo(one.town, 12), 6),
        some(one.zip, 3),
        some(typo(one.street, 6), 3),
        some(date, 4),
        oneIn(below, 3) ? typo(one.tax, 20) : '',
        some(one.state, 5),
      ]
    },
  )

const lettersOf = (latin: string, others: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from(latin, (letter, at) => [letter, Array.from(others)[at] ?? letter]))
const CYRILLIC = lettersOf('abvgdezijklmnoprstufyhqw', 'абвгдезийклмнопрстуфихкв')
const GREEK = lettersOf('abgdezijklmnoprstufyhqwv', 'αβγδεζιικλμνοπρστυφιχκββ')

const inScript = (text: string, letters: Readonly<Record<string, string>>): string =>
  Array.from(text.toLowerCase(), (letter) => letters[letter] ?? letter).join('')

/** Nothing but names, in three alphabets. */
export const namesInScripts = (rows: number): MadeUpList =>
  listOf(
    { name: 'company names in three scripts', columns: ['key', 'label'], seed: 8, rows },
    aCompany,
    (below) => 1 + below(3),
    (below, one) => {
      const latin = nameOf(below, one)
      const plain = [...one.words, one.trade?.[0] ?? ''].join(' ').trim()
      const name = oneIn(below, 4) ? inScript(plain, oneIn(below, 2) ? CYRILLIC : GREEK) : latin
      return [String(below(2 ** 30)), name]
    },
  )

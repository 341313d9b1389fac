/** Made-up people for benchmarks: the same each time, none of them real. */

const FIRST =
  'Ada Ben Cleo Dag Eva Finn Gia Hugo Ines Jon Kira Leo Mia Nils Olga Per Quinn Rosa Sam Tove Uma Vera Will Xenia Yara Zeno'.split(
    ' ',
  )
const SYLLABLES =
  'an ber cor dal en far gul hol in jor kam lun mar nor ost pel quar ros sten tor ull var wes yng zan'.split(' ')
const FORMS = ['GmbH', 'Inc', 'Ltd', 'AB', 'S.A.', 'BV', 'Oy', '']
const CITIES = ['Oslo', 'Berlin', 'Lyon', 'Leeds', 'Turin', 'Austin', 'Porto', 'Gdansk', 'Malmö', 'Graz']
export const SOURCES = [
  'Web',
  'Trade Show',
  'Webinar',
  'Content Download',
  'Purchased List',
  'Partner',
  'Phone Inquiry',
  'Other',
]
const INDUSTRIES = ['Technology', 'Retail', 'Energy', 'Banking', 'Media', 'Healthcare']

/** A small generator of numbers that look random and are not (mulberry32). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export type BenchLead = Readonly<
  Record<
    'FirstName' | 'LastName' | 'Company' | 'Email' | 'Phone' | 'Title' | 'City' | 'LeadSource' | 'Industry',
    string
  >
>

/** In ten cities nearly everybody of a million has a namesake in town; in `many` of them they are as rare as in life. */
export type Cities = 'ten' | 'many'

export function leadMaker(seed: number, cities: Cities = 'ten'): () => BenchLead {
  const below = numbersFrom(seed)
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? ''
  const word = (): string => Array.from({ length: 2 + below(2) }, () => pick(SYLLABLES)).join('')
  const named = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
  let n = seed
  return () => {
    n++
    const [first, last, company] = [pick(FIRST), named(word()), named(word() + word())]
    return {
      FirstName: first,
      LastName: last,
      Company: `${company} ${pick(FORMS)}`.trim(),
      Email: `${first}.${last}.${n.toString(36)}@${company}.example`.toLowerCase(),
      Phone: `+49 30 ${1_000_000 + below(8_999_999)}`,
      Title: pick(['Buyer', 'Head of Purchasing', 'Engineer', 'Owner', 'Analyst']),
      City: cities === 'ten' ? pick(CITIES) : named(word()),
      LeadSource: pick(SOURCES),
      Industry: pick(INDUSTRIES),
    }
  }
}

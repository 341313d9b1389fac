import type { Random } from '../random.ts'
import { countries, type Country } from './countries.ts'
import { beginnings, elsewhere, endings, trades, type Trade } from './trades.ts'

/** A company nobody has heard of. The same number is always the same company. */
export type Company = {
  readonly number: number
  readonly name: string
  readonly domain: string
  readonly country: Country
  readonly industry: string
  readonly employees: number
  readonly annualRevenue: number
  readonly street: string
  readonly town: string
  readonly postalCode: string
  readonly state: string | undefined
  readonly phone: string
  /** How its people's addresses are made. */
  readonly addresses: 'first.last' | 'f.last' | 'first' | 'firstlast'
}

export function companyNumbered(world: Random, number: number): Company {
  const random = world.fork(`company ${number}`)
  const country = random.weighted(countries.map((one) => [one, one.share] as const))
  const trade = random.weighted(trades.map((one) => [one, one.share] as const))
  const { written, latin } = nameOf(random, country, trade)
  const [town, postalCode, state] = random.pick(country.towns)
  const employees = Math.max(3, Math.round(random.logNormal(170, 1.2)))
  return {
    number,
    name: withLegalForm(written, random.pick(country.legalForms)),
    domain: `${slug(latin)}.example`,
    country,
    industry: trade.industry,
    employees,
    annualRevenue: Math.round((employees * random.logNormal(190, 0.4)) / 10) * 10_000,
    street: random.pick(country.streets).replace('#', String(random.whole(1, 240))),
    town,
    postalCode: digits(random, postalCode),
    state,
    phone: phoneIn(random, country),
    addresses: random.weighted([
      ['first.last', 6],
      ['f.last', 2],
      ['firstlast', 1],
      ['first', 0.5],
    ]),
  }
}

/** A number of the country, in a range nobody is reached by. */
export const phoneIn = (random: Random, country: Country): string => digits(random, random.pick(country.phones))

export const digits = (random: Random, pattern: string): string =>
  pattern.replaceAll('#', () => String(random.whole(0, 9)))

/** Letters and digits for an address: `Müller & Söhne` is `mueller-soehne`. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[äöüßøæåłıđ]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(/[ -]+/g, '-')

const plain: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  å: 'a',
  ł: 'l',
  ı: 'i',
  đ: 'd',
}

type Named = { readonly written: string; readonly latin: string }

function nameOf(random: Random, { language }: Country, trade: Trade): Named {
  const [word = '', latinWord = word] = trade.words[language].split('|')
  const root = isElsewhere(language) ? elsewhereRoot(random, language) : latinRoot(random, language)
  if (language === 'japanese' || language === 'chinese')
    return { written: root.written + word, latin: `${root.latin} ${latinWord}` }
  return { written: `${root.written} ${word}`, latin: `${root.latin} ${latinWord}` }
}

const isElsewhere = (language: string): language is keyof typeof elsewhere => language in elsewhere

function elsewhereRoot(random: Random, language: keyof typeof elsewhere): Named {
  const [written = '', latin = ''] = random.pick(elsewhere[language].split(' ')).split('|')
  // Few names are at hand in these scripts: a number, as works have it, tells them apart.
  const works = random.chance(0.5) ? ` ${random.whole(2, 40)}` : ''
  return { written: written.replaceAll('_', ' ') + works, latin: latin.replaceAll('_', ' ') + works }
}

function latinRoot(random: Random, language: keyof typeof endings): Named {
  const ending = random.pick(endings[language].split(' '))
  const beginning = random.pick(beginnings)
  const between =
    /[aeiouyäöü]/.test(ending.charAt(0)) || random.chance(0.4)
      ? ''
      : random.pick(['e', 'en', 'er', 'a', 'in', 'el', 'o', 'is'])
  const root = beginning + between + ending
  return { written: root, latin: root }
}

const withLegalForm = (name: string, form: string): string => {
  if (form === '株式会社') return form + name
  if (form === '有限公司') return name + form
  return form === 'ТОВ' || form === '주식회사' ? `${form} ${name}` : `${name} ${form}`
}

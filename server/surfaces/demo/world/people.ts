import { randomFrom, type Random } from '../random.ts'
import { companyNumbered, phoneIn, slug, type Company } from './companies.ts'
import { nameSets, type Name } from './names.ts'

/** Everybody who could ever write to us. The same number is always the same person, so nobody has to be kept in mind. */
export type World = {
  readonly person: (number: number, at?: number) => Person
  readonly company: (number: number) => Company
}

export type Person = {
  readonly number: number
  readonly company: Company
  readonly firstName: string
  readonly lastName: string
  readonly salutation: 'Mr.' | 'Ms.' | 'Dr.'
  readonly title: string
  readonly email: string
  readonly phone: string | undefined
  readonly mobilePhone: string | undefined
}

export function worldFrom(seed: number): World {
  const random = randomFrom(seed)
  return {
    company: (number) => companyNumbered(random, number),
    person: (number, at) => personNumbered(random, number, at ?? companyOf(random, number)),
  }
}

/** One in three works where somebody works who was there before. */
function companyOf(world: Random, number: number): number {
  const random = world.fork(`employer ${number}`)
  return number > 50 && random.chance(0.34) ? companyOf(world, Math.floor(number * random.next())) : number
}

function personNumbered(world: Random, number: number, at: number): Person {
  const random = world.fork(`person ${number}`)
  const company = companyNumbered(world, at)
  const names = nameSets[random.chance(0.06) ? random.pick(abroad) : company.country.names]
  const isWoman = random.chance(0.34)
  const first = random.pick(isWoman ? names.women : names.men)
  const last = random.pick(names.families)
  const isWorkAddress = random.chance(0.96)
  return {
    number,
    company,
    firstName: first.written,
    lastName: last.written,
    salutation: random.chance(0.05) ? 'Dr.' : isWoman ? 'Ms.' : 'Mr.',
    title: random.weighted(titles),
    email: isWorkAddress
      ? `${workLocal(company, first, last)}@${company.domain}`
      : `${slug(first.latin)}.${slug(last.latin)}${random.whole(1, 9999)}@${random.pick(privateMail)}`,
    phone: random.chance(0.72) ? phoneIn(random, company.country) : undefined,
    mobilePhone: random.chance(0.1) ? phoneIn(random, company.country) : undefined,
  }
}

const abroad = ['english', 'indian', 'turkish', 'slavic', 'iberian', 'french', 'nordic'] as const

const privateMail = ['postfach.example', 'webmail.example', 'mailhaus.example', 'briefkasten.example']

function workLocal({ addresses }: Company, { latin: first }: Name, { latin: last }: Name): string {
  const [given, family] = [slug(first).replaceAll('-', ''), slug(last)]
  const local = {
    'first.last': `${given}.${family}`,
    'f.last': `${given.charAt(0)}.${family}`,
    first: given,
    firstlast: given + family.replaceAll('-', ''),
  }
  return local[addresses]
}

const titles: readonly (readonly [string, number])[] = [
  ['Head of Maintenance', 12],
  ['Maintenance Engineer', 12],
  ['Reliability Engineer', 8],
  ['Plant Manager', 10],
  ['Production Manager', 9],
  ['Technical Director', 5],
  ['Chief Operating Officer', 3],
  ['Managing Director', 4],
  ['Head of Procurement', 6],
  ['Purchasing Specialist', 5],
  ['Automation Engineer', 7],
  ['Project Engineer', 7],
  ['Energy Manager', 4],
  ['Quality Manager', 3],
  ['Head of Digitalisation', 3],
  ['Trainee', 1],
  ['Consultant', 2],
]

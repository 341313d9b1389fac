import type { Random } from '../random.ts'
import type { Person } from './people.ts'

/** How a person is written down the second time: by a colleague, on a stand, or in another mood. */
export type Disguised = Omit<Person, 'number' | 'company' | 'salutation'> & { readonly companyName: string }

type Disguise = (random: Random, person: Disguised) => Disguised

/** The same human being with other words: a nickname, a slip of the pen, another legal form, a private address. */
export function disguised(random: Random, person: Person): Disguised {
  const seen: Disguised = { ...person, companyName: person.company.name }
  const first = random.pick(disguises)(random, seen)
  return random.chance(0.35) ? random.pick(disguises)(random, first) : first
}

const nicknames: Readonly<Record<string, string>> = {
  William: 'Bill',
  Robert: 'Bob',
  James: 'Jim',
  Michael: 'Mike',
  Richard: 'Dick',
  Edward: 'Ted',
  Thomas: 'Tom',
  Charles: 'Charlie',
  Christopher: 'Chris',
  Daniel: 'Dan',
  Matthew: 'Matt',
  Anthony: 'Tony',
  Andrew: 'Andy',
  Joseph: 'Joe',
  Steven: 'Steve',
  Benjamin: 'Ben',
  Samuel: 'Sam',
  Nicholas: 'Nick',
  Alexander: 'Alex',
  Gregory: 'Greg',
  Frederick: 'Fred',
  Jonathan: 'Jon',
  Timothy: 'Tim',
  Lawrence: 'Larry',
  Douglas: 'Doug',
  Kenneth: 'Ken',
  Ronald: 'Ron',
  Elizabeth: 'Liz',
  Margaret: 'Maggie',
  Catherine: 'Kate',
  Jennifer: 'Jenny',
  Susan: 'Sue',
  Patricia: 'Pat',
  Deborah: 'Debbie',
  Victoria: 'Vicky',
  Rebecca: 'Becky',
  Samantha: 'Sam',
  Abigail: 'Abby',
  Kimberly: 'Kim',
  Katharina: 'Kathi',
  Stefanie: 'Steffi',
  Susanne: 'Susi',
  Franziska: 'Franzi',
  Andreas: 'Andi',
  Wolfgang: 'Wolf',
  Matthias: 'Matze',
  Christian: 'Chris',
  Sebastian: 'Basti',
  Friedrich: 'Fritz',
  Heinrich: 'Heinz',
  Maximilian: 'Max',
  Tobias: 'Tobi',
  Ulrich: 'Uli',
  Joachim: 'Achim',
  Giuseppe: 'Beppe',
  Alessandro: 'Sandro',
  Francesco: 'Franco',
  José: 'Pepe',
  Francisco: 'Paco',
  Katarzyna: 'Kasia',
  Małgorzata: 'Gosia',
  Tomasz: 'Tomek',
  Krzysztof: 'Krzysiek',
}

const otherForms: Readonly<Record<string, readonly string[]>> = {
  ' GmbH & Co. KG': ['', ' GmbH und Co. KG'],
  ' GmbH': ['', ' Gmbh', ' G.m.b.H.', ' Gesellschaft mbH'],
  ' AG': ['', ' A.G.'],
  ' Ltd': ['', ' Limited', ' Ltd.'],
  ' Inc.': ['', ', Inc', ' Incorporated'],
  ' LLC': ['', ' L.L.C.'],
  ' SAS': ['', ' S.A.S.'],
  ' B.V.': ['', ' BV'],
  ' S.r.l.': ['', ' Srl'],
  ' Sp. z o.o.': ['', ' Sp. zoo'],
}

const nickname: Disguise = (random, person) => {
  const short = nicknames[person.firstName]
  return short === undefined ? misspelt(random, person) : { ...person, firstName: short }
}

const misspelt: Disguise = (random, person) => {
  const at = random.whole(1, Math.max(1, person.lastName.length - 2))
  const { lastName } = person
  const slips = [
    lastName.slice(0, at) + lastName.charAt(at + 1) + lastName.charAt(at) + lastName.slice(at + 2),
    lastName.slice(0, at) + lastName.slice(at + 1),
    lastName.slice(0, at) + lastName.charAt(at) + lastName.slice(at),
    lastName.normalize('NFKD').replaceAll(/\p{M}/gu, ''),
  ]
  return lastName.length < 4 ? otherForm(random, person) : { ...person, lastName: random.pick(slips) }
}

const otherForm: Disguise = (random, person) => {
  const form = Object.keys(otherForms).find((one) => person.companyName.endsWith(one))
  if (form === undefined) return { ...person, companyName: person.companyName.toUpperCase() }
  return { ...person, companyName: person.companyName.slice(0, -form.length) + random.pick(otherForms[form] ?? ['']) }
}

const atHome: Disguise = (random, person) => ({
  ...person,
  email: `${person.email.slice(0, person.email.indexOf('@'))}${random.whole(60, 99)}@webmail.example`,
  title: '',
})

const handwritten: Disguise = (_, person) => ({
  ...person,
  firstName: person.firstName.toLowerCase(),
  lastName: person.lastName.toLowerCase(),
  phone: person.phone?.replaceAll(' ', ''),
})

const withoutPhone: Disguise = (random, person) => ({
  ...nickname(random, person),
  phone: undefined,
  mobilePhone: undefined,
})

const disguises: readonly Disguise[] = [
  nickname,
  nickname,
  misspelt,
  otherForm,
  otherForm,
  atHome,
  handwritten,
  withoutPhone,
]

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { companyCore, companyName } from '../../../ground/people/company.ts'
import type { AccountFacts, PersonFacts } from '../../../ground/people/facts.ts'
import { folded } from '../../../ground/people/folding.ts'
import { accountKeys, accountRunKeys, personKeys, runKeys } from '../../../ground/people/matchKeys.ts'
import { skeleton } from '../../../ground/people/skeleton.ts'
import { compareAccounts } from '../compareAccounts.ts'
import { comparePersons } from '../comparePersons.ts'
import { certain, likely } from '../../../../shared/likelihood.ts'
import { companyLikeness } from './companyLikeness.ts'
import { anyText } from '../../../../test/support/texts.ts'

const shares = (one: readonly number[], other: readonly number[]): boolean => one.some((key) => other.includes(key))

test('names in other alphabets agree with their Latin writing', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['Юлия', 'Yuliya'],
    ['Ελλάδα', 'Ellada'],
    ['トヨタ', 'Toyota'],
    ['たなか', 'Tanaka'],
    ['北京', 'Beijing'],
    ['김', 'Gim'],
  ]
  for (const [one, other] of pairs) assert.equal(folded(one), other.toLowerCase())
  for (const name of ['محمد', 'Mohammed', 'Muhamad', 'Mohamed']) assert.equal(skeleton(folded(name)), 'mmt', name)
})

test('Arabic is read with its long vowels, and the article apart, as it is written in Latin', () => {
  for (const [written, read] of [
    ['باراك أوباما', 'barak obama'],
    ['يوسف', 'yusf'],
    ['فؤاد السالم', 'fuad al salm'],
    ['أرامكو السعودية', 'aramku al sudya'],
    ['الله', 'allh'],
  ] as const)
    assert.equal(folded(written), read, written)
})

test('a legal form is left out in brackets, as one sign, and spelt in Latin letters', () => {
  for (const name of ['(주)카카오', '㈜카카오', '주식회사 카카오', 'Kakao Corp.', 'Kakao Jusik Hoesa'])
    assert.equal(companyCore(name), 'kakao', name)
  for (const name of ['招商银行有限公司', 'Zhao Shang Yin Xing You Xian Gong Si'])
    assert.equal(companyCore(name).replaceAll(' ', ''), 'zhaoshangyinxing', name)
  assert.equal(companyCore('（株）日立'), companyCore('日立株式会社'))
  assert.equal(companyCore('บริษัท ปตท จำกัด (มหาชน)'), companyCore('ปตท'))
  assert.equal(companyCore('Công ty TNHH Sao Mai'), 'sao mai')
})

test('companies spelt by ear are alike, and those that only share consonants, or differ in a short word, are not', () => {
  const areAlike = (one: string, other: string): boolean =>
    companyLikeness(companyName(one), companyName(other)) !== 'differs'
  for (const [one, other] of [
    ['Barack Obama', 'باراك أوباما'],
    ['Ali Al-Sabah', 'Alsabah, Ali'],
    ['Al Bin Ali, Isa Bin Taryf', 'Isa Bin Tarif Al Bin Ali'],
    ['Rami Makhlouf', 'Maklouf, Ramy'],
    ['Sergej Lavrov', 'Sergey Lavrov'],
    ['Ahmad Oglu Aliyev', 'Əhməd Oğlu Aliyev'],
    ['Тойота Мотор', 'Toyota Motor Corporation'],
  ] as const)
    assert.ok(areAlike(one, other), `${one} and ${other}`)
  for (const [one, other] of [
    ['Jane Smith', 'John Smith'],
    ['John Doe', 'John Dow'],
    ['Street Ban GmbH', 'Street Bank GmbH'],
    ['TRC Bank', 'TRCA Bank'],
    ['Vita Klave', 'Фуад Гулієв'],
  ] as const)
    assert.ok(!areAlike(one, other), `${one} and ${other}`)
})

test('a person is found, and likely the same, however the name is written', () => {
  const at = { company: 'Nordwind', city: 'Berlin', mobilePhone: '+49 171 7654321' }
  for (const [one, other] of [
    [
      { firstName: 'Юлия', lastName: 'Иванова' },
      { firstName: 'Yulia', lastName: 'Ivanova' },
    ],
    [
      { firstName: 'محمد', lastName: 'سالم' },
      { firstName: 'Mohammed', lastName: 'Salem' },
    ],
    [
      { firstName: 'Γιώργος', lastName: 'Παπαδόπουλος' },
      { firstName: 'Giorgos', lastName: 'Papadopoulos' },
    ],
    [
      { firstName: 'Søren', lastName: 'Ångström' },
      { firstName: 'Soren', lastName: 'Angstrom' },
    ],
  ] as const) {
    const [left, right] = [
      { ...one, ...at },
      { ...other, ...at },
    ]
    assert.ok(
      shares(personKeys({ ...left, mobilePhone: '' }), personKeys({ ...right, mobilePhone: '' })),
      other.lastName,
    )
    assert.ok(comparePersons(left, right).probability >= certain, other.lastName)
  }
})

test('two names that are read alike and written with other characters are not the same name', () => {
  const same = comparePersons({ firstName: '伟', lastName: '王' }, { firstName: '伟', lastName: '王' })
  const alike = comparePersons({ firstName: '伟', lastName: '王' }, { firstName: '薇', lastName: '王' })
  assert.ok(alike.probability < same.probability)
})

test('companies agree across alphabets, legal forms and the usual abbreviations', () => {
  for (const [one, other] of [
    ['ООО Ромашка', 'Romashka LLC'],
    ['Общество с ограниченной ответственностью «Ромашка»', 'Romashka'],
    ['トヨタ株式会社', 'Toyota K.K.'],
    ['Intl Widget Mfg Co.', 'International Widget Manufacturing Company'],
    ['The Smith & Sons Co. Ltd', 'Smith and Sons'],
    ['Acme Holdings Inc', 'ACME Holding'],
    ['삼성 주식회사', '삼성'],
  ] as const) {
    assert.equal(companyCore(one), companyCore(other), one)
    assert.ok(shares(accountKeys({ name: one }), accountKeys({ name: other })), one)
    assert.ok(compareAccounts({ name: one, city: 'X' }, { name: other, city: 'X' }).probability >= likely, one)
  }
})

test('two branches and two numbered firms are two', () => {
  for (const [one, other] of [
    ['Studio 54', 'Studio 45'],
    ['North Bank', 'South Bank'],
    ['Holding 1', 'Holding 2'],
  ] as const)
    assert.ok(compareAccounts({ name: one, city: 'Berlin' }, { name: other, city: 'Berlin' }).probability < likely, one)
})

const hostile = fc.oneof(
  anyText({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc.constantFrom('😀'.repeat(50), '\u202Eabc\u202C', '٠١٢٣', '(((((((', '....@....', '-'.repeat(200), 'ﷺ', 'İ', 'ǆ'),
)

const hostilePerson: fc.Arbitrary<PersonFacts> = fc.record(
  {
    firstName: hostile,
    lastName: hostile,
    company: hostile,
    email: hostile,
    phone: hostile,
    mobilePhone: hostile,
    website: hostile,
    street: hostile,
    city: hostile,
    postalCode: hostile,
    birthdate: hostile,
    title: hostile,
    others: fc.dictionary(hostile, hostile, { maxKeys: 3 }),
  },
  { requiredKeys: [] },
)

test('whatever is typed, keys are numbers and a probability is one, the same from both sides', () => {
  fc.assert(
    fc.property(hostilePerson, hostilePerson, (one, other) => {
      for (const keys of [personKeys(one), runKeys(one)]) assert.ok(keys.every((key) => key === (key | 0)))
      const there = comparePersons(one, other)
      const back = comparePersons(other, one)
      assert.ok(there.probability >= 0 && there.probability <= 1)
      assert.ok(Math.abs(there.probability - back.probability) < 1e-9)
      assert.ok(there.reasons.every((reason) => typeof reason === 'string'))
      const itself = comparePersons(one, one).probability
      assert.ok(itself >= there.probability - 1e-9 || itself >= likely, 'nothing is more like it than itself')
    }),
    { numRuns: 300 },
  )
  const account = fc.record({ name: hostile, website: hostile, phone: hostile, street: hostile, city: hostile })
  fc.assert(
    fc.property(account, account, (one: AccountFacts, other: AccountFacts) => {
      assert.ok(new Set(accountRunKeys(one)).isSupersetOf(new Set(accountKeys(one))))
      const difference = compareAccounts(one, other).probability - compareAccounts(other, one).probability
      assert.ok(Math.abs(difference) < 1e-9)
    }),
    { numRuns: 200 },
  )
})

test('texts of ten thousand letters cost no more than a moment', () => {
  const long = [
    'ab '.repeat(3333),
    'a'.repeat(10_000),
    'Müller-'.repeat(1400),
    '王'.repeat(10_000),
    'é'.repeat(10_000),
    'שלום '.repeat(2000),
    '.'.repeat(10_000),
    '1 '.repeat(5000),
  ]
  const started = process.cpuUsage()
  for (const text of long) {
    const facts: PersonFacts = {
      firstName: text,
      lastName: `${text}x`,
      company: text,
      email: `${text}@${text}`,
      phone: text,
      mobilePhone: text,
      website: text,
      street: text,
      city: text,
      postalCode: text,
      birthdate: text,
      others: { note: text },
    }
    personKeys(facts)
    runKeys(facts)
    accountRunKeys({ name: text, street: text, city: text })
    assert.ok(comparePersons(facts, facts).probability >= 0)
    assert.ok(comparePersons(facts, { ...facts, lastName: text.slice(1), street: text.slice(1) }).probability >= 0)
  }
  const { user } = process.cpuUsage(started)
  assert.ok(user < 4_000_000, `${user / 1000} ms`)
})

test('of two companies a trade they share makes no mistake smaller, in one alphabet or two', () => {
  const likeness = (one: string, other: string) => companyLikeness(companyName(one), companyName(other))
  for (const [one, other] of [
    ['Rosholm Manufacturing', 'Rospelm Manufacturing GmbH'],
    ['Griantor Foods', 'Quarantor Foods Ltd'],
    ['Зангуберн Мануфакчуринг', 'Zanostarn Manufacturing'],
    ['Занстенбри', 'Zanstenin Services'],
  ] as const)
    assert.equal(likeness(one, other), 'differs', `${one} and ${other}`)
  for (const [one, other] of [
    ['Βερκυαρβερ', 'Berquarber AG'],
    ['Майкрософт', 'Microsoft Inc.'],
    ['Rosholm Manufacturing', 'Rosholn Mfg.'],
    ['Ρενο Γκρουπ', 'Рено Груп'],
  ] as const)
    assert.equal(likeness(one, other), 'alike', `${one} and ${other}`)
})

test('in a short name a mistake in its midst, and a j that is heard as i, hide nothing from a run', () => {
  for (const [one, other] of [
    ['Fenynglun', 'Fenynlun'],
    ['Stenjoren', 'Стениорен'],
  ] as const)
    assert.ok(shares(accountRunKeys({ name: one }), accountRunKeys({ name: other })), one)
})

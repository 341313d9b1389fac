import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../../doors.ts'
import fc from 'fast-check'
import { aCampaign, aContact, aLead, anAccount, anOpportunity, anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { columnOf } from '../../../../test/support/soql.ts'
import { aQuery, grammarOf, randomOf, scarred, type Grammar } from '../../../../test/support/soqlGrammar.ts'
import { Refusal } from '../../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../users/actor.ts'
import { catalogueOf } from '../catalogue.ts'
import { childRelationshipsIn } from './relationships.ts'
import { firstPage, prepareSoql } from './soql.ts'

async function grammarIn(tx: Tx): Promise<Grammar> {
  const catalogue = await catalogueOf(tx)
  return grammarOf(catalogue.all, (definition) => childRelationshipsIn(catalogue, definition))
}

/** Answers whether the query was understood; anything but a refusal of its own is a defect. */
async function isAnswered(tx: Tx, actor: Actor, text: string): Promise<boolean> {
  try {
    await inSavepoint(tx, async () => firstPage(tx, actor, await prepareSoql(tx, actor, text)))
    return true
  } catch (error) {
    if (error instanceof Refusal && error.details.facts?.soql === true) return false
    throw new Error(`This query is neither answered nor refused: ${text}`, { cause: error })
  }
}

const QUERIES = 250

test('queries the grammar makes are answered or refused, and nothing else', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await anOpportunity(tx, admin)
    await aContact(tx, admin)
    await aCampaign(tx, admin)
    await aLead(tx, admin, { City: 'Oslo', AnnualRevenue: 5 })
    const seller: Actor = {
      ...admin,
      role: 'sales',
      privateObjects: ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign'],
    }
    const grammar = await grammarIn(tx)
    let answered = 0
    for (let seed = 0; seed < QUERIES; seed++) {
      const random = randomOf(seed)
      if (await isAnswered(tx, seed % 3 === 0 ? seller : admin, aQuery(random, grammar))) answered++
    }
    // A test of queries that are all refused would say little.
    assert.ok(answered > QUERIES * 0.7, `only ${answered} of ${QUERIES} were answered`)
  }))

test('queries with scars are answered or refused, and nothing else', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await anAccount(tx, admin)
    const grammar = await grammarIn(tx)
    let answered = 0
    for (let seed = 0; seed < QUERIES; seed++) {
      const random = randomOf(seed + 1_000_000)
      if (await isAnswered(tx, admin, scarred(random, aQuery(random, grammar)))) answered++
    }
    assert.ok(answered < QUERIES * 0.7, `${answered} of ${QUERIES} were answered`)
  }))

type Row = {
  readonly LastName: string
  readonly City: string | null
  readonly NumberOfEmployees: number | null
  readonly DoNotCall: boolean
}

type Tree = { readonly text: string; readonly holds: (row: Row) => boolean }

const CITIES = ['Oslo', 'oslo', 'Malmö', 'a_b', '50%', "O'Fallon", 'A', null]
const SIZES = [null, 0, 1, 10, 11]

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const lower = (text: string | null): string | null => text?.toLowerCase() ?? null

const compares: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

const cities = fc.constantFrom(...CITIES.filter((city) => city !== null))
const sizes = fc.constantFrom(0, 1, 10, 11, 5)

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({ city: cities, isEqual: fc.boolean() }).map(({ city, isEqual }) => ({
    text: `City ${isEqual ? '=' : '!='} ${quote(city)}`,
    holds: (row: Row) => (lower(row.City) === lower(city)) === isEqual,
  })),
  fc
    .record({ chosen: fc.array(fc.option(cities), { minLength: 1, maxLength: 3 }), isIn: fc.boolean() })
    .map(({ chosen, isIn }) => ({
      text: `City ${isIn ? 'IN' : 'NOT IN'} (${chosen.map((city) => (city === null ? 'null' : quote(city))).join(', ')})`,
      holds: (row: Row) => chosen.map(lower).includes(lower(row.City)) === isIn,
    })),
  cities.map((city) => ({
    text: `City LIKE '%${quote(city).slice(1, -1).replaceAll('%', '\\%').replaceAll('_', '\\_')}%'`,
    holds: (row: Row) => lower(row.City)?.includes(city.toLowerCase()) === true,
  })),
  fc.record({ size: sizes, sign: fc.constantFrom('<', '<=', '>', '>=') }).map(({ size, sign }) => ({
    text: `NumberOfEmployees ${sign} ${size}`,
    holds: (row: Row) => row.NumberOfEmployees !== null && compares[sign]?.(row.NumberOfEmployees - size) === true,
  })),
  fc.constantFrom(true, false).map((isWanted) => ({
    text: `DoNotCall = ${isWanted}`,
    holds: (row: Row) => row.DoNotCall === isWanted,
  })),
  fc.constant({ text: 'NumberOfEmployees = null', holds: (row: Row) => row.NumberOfEmployees === null }),
)

const { tree } = fc.letrec<{ tree: Tree; branch: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('branch')),
  branch: fc.oneof(
    tie('tree').map(({ text, holds }) => ({ text: `(NOT (${text}))`, holds: (row: Row) => !holds(row) })),
    fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((parts) => ({
      text: `(${parts.map(({ text }) => `(${text})`).join(' AND ')})`,
      holds: (row: Row) => parts.every(({ holds }) => holds(row)),
    })),
    fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((parts) => ({
      text: `(${parts.map(({ text }) => `(${text})`).join(' OR ')})`,
      holds: (row: Row) => parts.some(({ holds }) => holds(row)),
    })),
  ),
}))

test('any condition finds the rows a plain filter finds, blanks included', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const rows: Row[] = CITIES.flatMap((City, at) =>
      SIZES.map((NumberOfEmployees, n) => ({
        LastName: `L${at}${n}`,
        City,
        NumberOfEmployees,
        DoNotCall: (at + n) % 2 === 0,
      })),
    )
    for (const row of rows) await aLead(tx, admin, row)
    await fc.assert(
      fc.asyncProperty(tree, async ({ text, holds }) => {
        const found = await columnOf(tx, admin, `SELECT LastName FROM Lead WHERE ${text} ORDER BY LastName`, 'LastName')
        assert.deepEqual(
          found,
          rows.filter(holds).map(({ LastName }) => LastName),
        )
      }),
      { numRuns: 150 },
    )
  }))

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Refusal } from '../../../platform/errors.ts'
import { LONGEST_QUERY, parseSoql } from './parse.ts'
import type { Query } from './syntax.ts'

const CASES = path.join(import.meta.dirname, '../../../../../shared/data/soql/cases.json')

type Tree = {
  readonly fields: readonly { readonly type: string; readonly alias?: string; readonly field?: string }[]
  readonly sObject: string
  readonly limit?: number
  readonly offset?: number
  readonly orderBy?: readonly { readonly order?: string; readonly nulls?: string }[]
}

type Case = {
  readonly id: string
  readonly soql: string
  readonly isValid: boolean
  readonly output: Tree
  readonly options?: { readonly ignoreParseErrors?: boolean }
}

type Cases = { readonly parse: readonly Case[] }

/** The same tree, as far as it is drawn in the cases' own manner. */
const drawn = ({ select, from, limit, offset, orderBy }: Query): unknown => ({
  fields: select.map((item) => ({
    type: kinds[item.is === 'value' && 'call' in item.value ? 'call' : item.is],
    alias: item.is === 'value' ? item.alias : undefined,
  })),
  sObject: from.names.join('.'),
  limit,
  offset,
  orderBy: orderBy.map(({ descending, nulls }) => [descending, nulls]),
})

const kinds: Readonly<Record<string, string>> = {
  value: 'Field',
  call: 'FieldFunctionExpression',
  fields: 'FieldFunctionExpression',
  typeof: 'FieldTypeof',
  children: 'FieldSubquery',
}

const expected = ({ fields, sObject, limit, offset, orderBy = [] }: Tree): unknown => ({
  fields: fields.map(({ type, alias }) => ({ type: type === 'FieldRelationship' ? 'Field' : type, alias })),
  sObject,
  limit,
  offset,
  orderBy: orderBy.map(({ order, nulls }) => [order === 'DESC', (nulls ?? 'FIRST').toLowerCase()]),
})

const accepts = (text: string): boolean => {
  try {
    parseSoql(text)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

const refusalOf = (text: string): Refusal => {
  try {
    parseSoql(text)
  } catch (error) {
    if (error instanceof Refusal) return error
  }
  throw new Error(`This was understood: ${text}`)
}

test(
  'every query of the public cases is understood, or not, as its label says',
  { skip: existsSync(CASES) ? false : `the public cases are not here: ${path.basename(CASES)} is missing` },
  () => {
    const { parse }: Cases = JSON.parse(readFileSync(CASES, 'utf8'))
    assert.ok(parse.length > 100)
    for (const { id, soql, isValid, options, output } of parse) {
      // A case that asks for its errors to be passed over is no query as it stands.
      const isQuery = isValid && options?.ignoreParseErrors !== true
      assert.equal(accepts(soql), isQuery, `${id}: ${soql}`)
      if (isQuery) assert.deepEqual(drawn(parseSoql(soql)), expected(output), `${id}: ${soql}`)
    }
  },
)

test('what is no query is refused with its place, as the field words it', () => {
  const places: readonly (readonly [string, number, number, string])[] = [
    ['SELECT FROM Lead', 1, 8, "unexpected token: 'FROM'"],
    ['SELECT Id, FROM Lead', 1, 12, "unexpected token: 'FROM'"],
    ['SELECT Id FROM Lead WHERE', 1, 26, "unexpected token: '<EOF>'"],
    ['SELECT Id FROM Lead LIMIT 1 LIMIT 2', 1, 29, "unexpected token: 'LIMIT'"],
    ['SELECT Id\nFROM Lead\nWHERE Name = "x"', 3, 14, `unexpected token: '"'`],
    ["SELECT Id FROM Lead WHERE Name = 'a' OR City = 'b' AND State = 'c'", 1, 52, "unexpected token: 'AND'"],
    ['SELECT Id FROM Lead; DROP TABLE lead', 1, 20, "unexpected token: ';'"],
    ['SELECT * FROM Lead', 1, 8, "unexpected token: '*'"],
    ['DELETE FROM Lead', 1, 1, "unexpected token: 'DELETE'"],
    ['SELECT Id FROM Lead LIMIT -1', 1, 27, "unexpected token: '-1'"],
  ]
  for (const [text, row, column, sentence] of places) {
    const refusal = refusalOf(text)
    assert.equal(refusal.code, 'malformed_query', text)
    assert.deepEqual(refusal.details.facts, { soql: true, row, column }, text)
    assert.ok(refusal.message.endsWith(`^\nERROR at Row:${row}:Column:${column}\n${sentence}`), refusal.message)
  }
  assert.equal(
    refusalOf('SELECT Id, FROM Lead').message,
    "\nSELECT Id, FROM Lead\n           ^\nERROR at Row:1:Column:12\nunexpected token: 'FROM'",
  )
})

test('a query too long or too deep is refused before it costs anything', () => {
  const condition = "Name = 'x'"
  const within = `SELECT Id FROM Lead WHERE Name = '${'x'.repeat(3000)}'`
  assert.ok(accepts(within))
  assert.match(
    refusalOf(`SELECT Id FROM Lead${' '.repeat(LONGEST_QUERY)}`).message,
    /cannot be longer than 100000 characters/,
  )
  assert.equal(refusalOf(`SELECT Id FROM Lead WHERE ${'('.repeat(3000)}${condition}`).code, 'query_too_complicated')
  assert.equal(refusalOf(`SELECT Id FROM Lead WHERE ${'NOT '.repeat(3000)}${condition}`).code, 'query_too_complicated')
  assert.equal(refusalOf(`SELECT ${'FORMAT('.repeat(500)}Name`).code, 'query_too_complicated')
  assert.equal(refusalOf(`SELECT ${'(SELECT Id, '.repeat(500)}`).code, 'query_too_complicated')
})

test('an empty query, one with a hole, and one cut within a letter are refused', () => {
  assert.match(refusalOf('  ').message, /SOQL statements cannot be empty or null/)
  assert.equal(refusalOf('SELECT Id FROM Lead\0').code, 'malformed_query')
  assert.equal(refusalOf("SELECT Id FROM Lead WHERE Name = '\ud800'").code, 'malformed_query')
})

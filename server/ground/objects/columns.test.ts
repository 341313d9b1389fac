import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../../doors.ts'
import { derivedFrom } from './columns.ts'
import { standardDefinitions, type FieldValues } from './definition.ts'

const derived = standardDefinitions().filter(({ derive }) => derive !== undefined)

test('what is worked out of a record is worked out of the same fields, whatever they say', () => {
  assert.ok(derived.length >= 8)
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom('ada@nordwind.example', '+49 431 1234567', 'Nordwind GmbH', '24103'),
  )
  const anyRecord = fc.tuple(fc.constantFrom(...derived), fc.infiniteStream(fc.option(texts)))
  fc.assert(
    fc.property(anyRecord, ([definition, given]) => {
      const values: FieldValues = Object.fromEntries(definition.fields.map(({ name }) => [name, given.next().value]))
      const asked = new Set<string>()
      const noting: FieldValues = new Proxy(values, {
        get: (record, name) => {
          asked.add(String(name))
          return record[String(name)]
        },
      })
      definition.derive?.(noting, {})
      assert.deepEqual([...asked.difference(derivedFrom(definition))], [])
    }),
  )
})

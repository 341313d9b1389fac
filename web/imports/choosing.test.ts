import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenIn } from './choosing.ts'
import type { ImportRow } from './importRow.ts'

const column = (name: string, field: string | null) => ({ column: name, field, confidence: 0.8, reason: 'Its name.' })
const one = {
  mapping: [column('Firma', 'Company'), column('Konzern', null)],
  options: { duplicates: 'inquiry', values: { Land: { D: 'Germany' } } },
} as unknown as ImportRow

test('a field that is given to a column is taken from the one that had it', () => {
  const { mapping } = chosenIn(one, { mapping: [{ column: 'Konzern', field: 'Company' }] })
  assert.deepEqual(
    mapping.map(({ field }) => field),
    [null, 'Company'],
  )
})

test('an option that is chosen leaves the others as they are', () => {
  const { options, mapping } = chosenIn(one, { options: { unmapped: 'describe' } })
  assert.deepEqual(options, { ...one.options, unmapped: 'describe' })
  assert.deepEqual(mapping, one.mapping)
})

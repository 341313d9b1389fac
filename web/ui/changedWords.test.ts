import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Field } from '../api/describe.ts'
import { changedWords } from './changedWords.ts'
import { keepTimeZone } from './dates.ts'

const words = (type: Field['type'], value: string | null): string =>
  changedWords({ type, picklist: [{ value: 'hot', label: 'Very hot' }] }, value, {
    money: (amount) => `€${amount}`,
    number: String,
  })

after(() => keepTimeZone(null))

test('what history keeps as text is read as dates, moments on the reader’s wall, money, shares and labels', () => {
  keepTimeZone('Europe/Berlin')
  assert.deepEqual(
    [
      words('date', '2026-12-31'),
      words('datetime', '2026-11-14T23:30:00.000Z'),
      words('currency', '12500'),
      words('percent', '35'),
      words('double', '1234.5'),
      words('boolean', 'true'),
      words('picklist', 'hot'),
      words('currency', null),
    ],
    ['31 Dec 2026', '15 Nov 2026, 00:30', '€12500', '35 %', '1234.5', 'yes', 'Very hot', '–'],
  )
})

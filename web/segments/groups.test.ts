import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionOf, groupsOf, type Group } from './groups.ts'

const city = { field: 'City', op: 'eq', value: 'Oslo' } as const
const fair = { campaign: { id: '701000000000001AAA' } } as const

test('what the page writes it reads again as it was', () => {
  const groups: readonly Group[] = [
    {
      join: 'all',
      rows: [
        { leaf: city, denied: false },
        { leaf: fair, denied: true },
      ],
    },
    { join: 'any', rows: [{ leaf: fair, denied: false }] },
    {
      join: 'none',
      rows: [
        { leaf: city, denied: false },
        { leaf: fair, denied: false },
      ],
    },
  ]
  assert.deepEqual(groupsOf(conditionOf(groups)), groups)
  assert.deepEqual(groupsOf(conditionOf([])), [{ join: 'all', rows: [] }])
})

test('conditions written by a program are read where the page can show them, and left alone where it cannot', () => {
  assert.deepEqual(groupsOf(city), [{ join: 'all', rows: [{ leaf: city, denied: false }] }])
  assert.deepEqual(groupsOf({ and: [city, { or: [fair, city] }] }), [
    { join: 'all', rows: [{ leaf: city, denied: false }] },
    {
      join: 'any',
      rows: [
        { leaf: fair, denied: false },
        { leaf: city, denied: false },
      ],
    },
  ])
  assert.equal(groupsOf({ or: [{ and: [city, fair] }, fair] }), undefined)
})

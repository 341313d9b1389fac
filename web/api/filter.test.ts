import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allOf, readFilter } from './filter.ts'

test('filters joined together stay one flat list of conditions', () => {
  const open = { field: 'Status', op: 'eq', value: 'Open' } as const
  const mine = { field: 'OwnerId', op: 'eq', value: '005' } as const
  assert.deepEqual(allOf({ and: [open] }, undefined, mine), { and: [open, mine] })
  assert.equal(allOf(undefined), undefined)
})

test('a filter typed into the address is used only when it is whole', () => {
  const tree = { and: [{ field: 'Email', op: 'notNull' }, { or: [{ field: 'City', op: 'in', value: ['Bonn'] }] }] }
  assert.deepEqual(readFilter(tree), tree)
  assert.equal(readFilter({ and: [{ field: 'Email', op: 'drop table' }] }), undefined)
  assert.equal(readFilter('{"and":[]}'), undefined)
  assert.equal(readFilter(null), undefined)
})

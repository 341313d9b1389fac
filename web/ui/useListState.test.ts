import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readListState, writeListState } from './useListState.ts'

test('a list comes back from its address as it was', () => {
  const filter = { and: [{ field: 'City', op: 'eq', value: 'Bonn' }] } as const
  const search = writeListState(
    {},
    { state: 'open', filter, sort: '-CreatedDate', columns: ['Name', 'City'], q: '2024' },
  )
  assert.deepEqual(readListState(JSON.parse(JSON.stringify(search))), {
    view: '',
    state: 'open',
    q: '2024',
    filter,
    sort: '-CreatedDate',
    columns: ['Name', 'City'],
    edit: undefined,
  })
})

test('the plain list has the plain address', () => {
  assert.deepEqual(writeListState({ q: 'nord', sort: 'Name' }, { q: '', sort: '', filter: undefined }), {})
})

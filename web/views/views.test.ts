import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readListState } from '../ui/useListState.ts'
import { isBare, isChanged, partsOfList, stateOfView } from './views.ts'

const filter = { field: 'OwnerId', op: 'eq', value: '$me' } as const
const view = {
  Id: '00B000000000001EAA',
  Object: 'Lead',
  Name: 'Mine',
  Filter: filter,
  Sort: null,
  Columns: null,
  Shared: false,
  Standard: false,
  Default: false,
  MayChange: true,
  Owner: null,
}
const list = readListState({ sort: '-CreatedDate', filter: { and: [filter] } })

test('a list is what its view says until its filter, its order or the view’s own columns differ', () => {
  const plain = partsOfList({ ...list, sort: '' }, undefined)
  assert.equal(isChanged(view, plain), false)
  assert.equal(isChanged(view, partsOfList(list, undefined)), true)
  assert.equal(isChanged({ ...view, Filter: { value: '$me', op: 'eq', field: 'OwnerId' } }, plain), false)
  assert.equal(isChanged(view, { ...plain, Columns: ['Name'] }), false)
  assert.equal(isChanged({ ...view, Columns: ['Name'] }, { ...plain, Columns: ['Name', 'City'] }), true)
})

test('a chosen chip is kept as a condition of the view', () => {
  const chip = { field: 'Status', op: 'eq', value: 'Open' } as const
  assert.deepEqual(partsOfList(list, chip).Filter, { and: [filter, chip] })
  assert.equal(isBare({ ...readListState({}), ...stateOfView({ ...view, Filter: null }) }), true)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { granted } from './ownObject.ts'

test('who may do anything to records sees them, and who does not see them does nothing', () => {
  assert.equal(granted('', 'd', true), 'rd')
  assert.equal(granted('crud', 'r', false), '')
  assert.equal(granted('crud', 'u', false), 'crd')
  assert.equal(granted('r', 'c', true), 'cr')
})

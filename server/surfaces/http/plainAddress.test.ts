import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainAddress } from './plainAddress.ts'

const plain = (url: string, method = 'GET'): readonly [string, string] => {
  const request = { url, method }
  const address = plainAddress(request)
  return [request.method, address]
}

test('addresses of tools made for Salesforce lose slashes that mean nothing, and others keep theirs', () => {
  assert.deepEqual(plain('//services/data/v64.0//query/?q=a//b/'), ['GET', '/services/data/v64.0/query?q=a//b/'])
  assert.deepEqual(plain('/Services/data/'), ['GET', '/services/data'])
  assert.deepEqual(plain('//api//leads/'), ['GET', '//api//leads/'])
  assert.deepEqual(plain('/servicesmen/'), ['GET', '/servicesmen/'])
})

test('a POST may say that it means another verb, on records only', () => {
  const record = '/services/data/v64.0/sobjects/Lead/1?_HttpMethod=PATCH'
  assert.deepEqual(plain(record, 'POST'), ['PATCH', record])
  assert.deepEqual(plain(record, 'GET'), ['GET', record])
  assert.deepEqual(plain('/services/oauth2/revoke?_HttpMethod=GET', 'POST')[0], 'POST')
  assert.deepEqual(plain('/services/data/v64.0/query?_HttpMethod=TRACE', 'POST')[0], 'POST')
})

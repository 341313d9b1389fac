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

test('what a client wants to read may stand behind a dot, but in a value a dot is a dot', () => {
  const asked = (url: string): readonly [string, string | undefined] => {
    const request = { url, method: 'GET', headers: { accept: '*/*' } }
    return [plainAddress(request), request.headers.accept]
  }
  const base = '/services/data/v64.0'
  assert.deepEqual(asked(`${base}/query.xml?q=a.json`), [`${base}/query?q=a.json`, 'application/xml'])
  assert.deepEqual(asked('/services/data.json'), ['/services/data', 'application/json'])
  assert.deepEqual(asked(base), [base, '*/*'])
  const byKey = `${base}/sobjects/Account/ErpId__c/a.xml`
  assert.deepEqual(asked(byKey), [byKey, '*/*'])
  assert.deepEqual(asked('/api/leads.xml'), ['/api/leads.xml', '*/*'])
})

test('a POST may say that it means another verb, on records only', () => {
  const record = '/services/data/v64.0/sobjects/Lead/1?_HttpMethod=PATCH'
  assert.deepEqual(plain(record, 'POST'), ['PATCH', record])
  assert.deepEqual(plain(record, 'GET'), ['GET', record])
  assert.deepEqual(plain('/services/oauth2/revoke?_HttpMethod=GET', 'POST')[0], 'POST')
  assert.deepEqual(plain('/services/data/v64.0/query?_HttpMethod=TRACE', 'POST')[0], 'POST')
})

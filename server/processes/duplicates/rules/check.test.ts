import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { block, ruleStories, type Rule, type RuleStories } from '../../../../test/support/duplicateRules.ts'

let stories: RuleStories
let rule: Rule

before(async () => {
  stories = await ruleStories()
})
after(() => stories.server.close())
beforeEach(async () => {
  rule = await stories.standardRule()
})

test('an alert lets a program save and tells it, and keeps the record back from who asks to be told first', async () => {
  const { vetter, as, somebody, made } = stories
  const person = somebody()
  const first = await made(person)
  const told = await as(vetter)('POST', '/api/leads?allowDuplicates=false', person)
  assert.equal(told.statusCode, 422, told.body)
  const [error] = told.json().errors
  assert.equal(error.code, 'duplicates_detected')
  assert.match(
    error.message,
    /^This lead looks like the lead Mai Q\w+ \(certain\)\. .+\. Go on with the lead you have, or save it anyway\.$/,
  )
  assert.deepEqual(
    [error.facts.action, error.facts.maySave, error.facts.matches[0].record.Id, error.facts.rule.Id],
    ['alert', true, first, rule.Id],
  )
  assert.ok(error.facts.matches[0].reasons.length > 0)
  assert.equal(error.way.href, `/leads/${first}`)
  const silent = await as(vetter)('POST', '/api/leads', person)
  assert.equal(silent.json().duplicates[0].record.Id, first)
  assert.equal((await as(vetter)('POST', '/api/leads?allowDuplicates=true', person)).statusCode, 201)
})

test('a block keeps the record out, and only who may bypass it saves in spite of it', async () => {
  const { admin, vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: block, alertText: 'Ask Ada before you save anybody twice.' })
  const person = somebody()
  await made(person)
  for (const query of ['', '?allowDuplicates=true', '?allowDuplicates=false']) {
    const refused = await as(vetter)('POST', `/api/leads${query}`, person)
    assert.equal(refused.statusCode, 422, refused.body)
    const [error] = refused.json().errors
    assert.match(error.message, /^Ask Ada before you save anybody twice\. This lead looks like/)
    assert.deepEqual([error.facts.action, error.facts.maySave], ['block', false])
  }
  const first = await as(admin)('POST', '/api/leads', person)
  assert.equal(first.json().errors[0].facts.maySave, true)
  const saved = await as(admin)('POST', '/api/leads?allowDuplicates=true', person)
  assert.equal(saved.statusCode, 201, saved.body)
  assert.equal(saved.json().duplicates.length, 1)
})

test('a list is answered record by record, and one that is in it twice is blocked too', async () => {
  const { vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: block })
  const [known, fresh] = [somebody(), somebody()]
  await made(known)
  const answer = await as(vetter)('POST', '/api/leads', [known, fresh, fresh])
  const { results } = answer.json<{ results: { success: boolean; errors: { message: string }[] }[] }>()
  assert.deepEqual(
    results.map(({ success }) => success),
    [false, true, false],
  )
  assert.match(results[2]?.errors[0]?.message ?? '', /looks like record 2 of the same list/)
  const none = await as(vetter)('POST', '/api/leads?allOrNone=true', [somebody(), known])
  assert.equal(none.statusCode, 422, none.body)
})

test('a change is looked at when it touches what records are compared by, and only then', async () => {
  const { vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onEdit: block })
  const [one, other] = [somebody(), somebody()]
  const first = await made(one)
  const second = await made(other)
  const refused = await as(vetter)('PATCH', `/api/leads/${second}`, one)
  assert.equal(refused.statusCode, 422, refused.body)
  assert.equal(refused.json().errors[0].facts.matches[0].record.Id, first)
  assert.equal((await as(vetter)('GET', `/api/leads/${second}`)).json().Email, other.Email)
  // Two that are there already may both be given another rating.
  const twin = await made(one)
  const rated = await as(vetter)('PATCH', `/api/leads/${twin}`, { Rating: 'Hot', Email: one.Email })
  assert.equal(rated.statusCode, 200, rated.body)
})

test('a rule is for the roles and the records it names', async () => {
  const { somebody, vetter, marketing, as, rulesOf, change, made } = stories
  await change(rule.Id, {
    onCreate: block,
    roles: ['vetter'],
    conditions: {
      and: [
        { field: 'Country', op: 'in', value: ['Germany', 'DE'] },
        { field: 'LeadSource', op: 'notNull' },
      ],
    },
  })
  const [restricted] = await rulesOf('Lead')
  assert.match(
    restricted?.explanation ?? '',
    /^When a vetter creates a lead whose country is one of Germany, DE and lead source is not blank that is likely \(80 %\)/,
  )
  const person = { ...somebody(), Country: 'germany', LeadSource: 'Web' }
  await made(person)
  assert.equal((await as(vetter)('POST', '/api/leads', person)).statusCode, 422)
  assert.equal((await as(marketing)('POST', '/api/leads', person)).statusCode, 201)
  assert.equal((await as(vetter)('POST', '/api/leads', { ...person, Country: 'Norway' })).statusCode, 201)
  assert.equal((await as(vetter)('POST', '/api/leads', { ...person, LeadSource: null })).statusCode, 201)
})

test('a rule that is not sure enough is silent, and one that is switched off looks at nothing', async () => {
  const { vetter, as, change, somebody, made } = stories
  const person = somebody()
  await made(person)
  const alike = { ...somebody(), LastName: person.LastName, Company: person.Company, FirstName: person.FirstName }
  await change(rule.Id, { onCreate: block, compares: [{ object: 'Lead', atLeast: 1 }] })
  assert.equal((await as(vetter)('POST', '/api/leads', alike)).statusCode, 201)
  await change(rule.Id, { isActive: false })
  const saved = await as(vetter)('POST', '/api/leads', person)
  assert.deepEqual([saved.statusCode, saved.json().duplicates], [201, []])
})

test('pairs that somebody called not the same are not blocked, and free mail joins no companies', async () => {
  const { vetter, as, rulesOf, change, somebody, made } = stories
  await change(rule.Id, { onEdit: block })
  const person = somebody()
  const [first, second] = [await made(person), await made(somebody())]
  const verdicts = [{ left: first, right: second, verdict: 'not_same' }]
  assert.equal((await as(vetter)('POST', '/api/duplicates/verdicts', { verdicts })).statusCode, 204)
  assert.equal((await as(vetter)('PATCH', `/api/leads/${second}`, person)).statusCode, 200)

  const [accountRule] = await rulesOf('Account')
  assert.ok(accountRule)
  await change(accountRule.Id, { onCreate: block })
  const account = (Name: string, Website: string) => as(vetter)('POST', '/api/accounts', { Name, Website })
  assert.equal((await account('Bakery Miller', 'gmail.com')).statusCode, 201)
  assert.equal((await account('Oslo Drilling', 'gmail.com')).statusCode, 201)
  assert.equal((await account('Oslo Drilling AS', 'gmail.com')).statusCode, 422)
  await change(accountRule.Id, { onCreate: { action: 'allow' } })
})

describe('what a rule may compare with', () => {
  test('a lead whose company is an account is found where a rule says so', async () => {
    const { vetter, as, change } = stories
    await change(rule.Id, { compares: [{ object: 'Account', atLeast: 0.8 }] })
    const account = await as(vetter)('POST', '/api/accounts', {
      Name: 'Hammerfest Robotics AS',
      Website: 'hammerfest-robotics.example',
    })
    const lead = await as(vetter)('POST', '/api/leads', {
      LastName: 'Berg',
      Company: 'Hammerfest Robotics',
      Website: 'www.hammerfest-robotics.example',
    })
    assert.deepEqual(
      lead
        .json()
        .duplicates.map((match: { object: string; record: { Id: string } }) => [match.object, match.record.Id]),
      [['Account', account.json().Id]],
    )
  })

  test('records somebody may not see count only where the rule looks past that, and are never shown', async () => {
    const { server, admin, marketing, as, change, somebody, made } = stories
    const person = somebody()
    const owned = await made(person)
    const sharing = (Lead: 'private' | 'public') => as(admin)('PATCH', '/api/settings', { Sharing: { Lead } })
    assert.equal((await sharing('private')).statusCode, 200)
    try {
      await change(rule.Id, { onCreate: block })
      assert.equal((await as(marketing)('POST', '/api/leads', person)).statusCode, 201)
      await change(rule.Id, { enforcesSharing: false })
      const sales = await server.as('sales')
      const refused = await as(sales)('POST', '/api/leads', person)
      assert.equal(refused.statusCode, 422, refused.body)
      assert.doesNotMatch(refused.body, new RegExp(owned))
      const { facts, message } = refused.json().errors[0]
      assert.deepEqual([facts.matches, facts.hidden], [[], 2])
      assert.match(message, /looks like 2 that you may not see\. Ask an administrator/)
    } finally {
      await sharing('public')
    }
  })
})

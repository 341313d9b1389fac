import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { block, ruleStories, standard, type Rule, type RuleStories } from '../../../../test/support/duplicateRules.ts'

let stories: RuleStories
let rule: Rule

before(async () => {
  stories = await ruleStories()
})
after(() => stories.server.close())
beforeEach(async () => {
  rule = await stories.standardRule()
})

test('every org has a rule for leads, contacts and accounts from the first day, each said in words', async () => {
  const { vetter, as } = stories
  const all = (await as(vetter)('GET', '/api/duplicate-rules')).json<{ rules: Rule[] }>().rules
  assert.deepEqual(
    all.map(({ object, explanation }) => [object, explanation]),
    [
      [
        'Lead',
        'When anybody creates or changes a lead that is likely (80 %) the same as a lead or contact, say so and let them save.',
      ],
      [
        'Contact',
        'When anybody creates or changes a contact that is likely (80 %) the same as a contact or lead, say so and let them save.',
      ],
      [
        'Account',
        'When anybody creates or changes an account that is likely (80 %) the same as an account, say so and let them save.',
      ],
    ],
  )
})

test('what a rule reports stands in one set, is queried by tools, and is taken off the list', async () => {
  const { admin, vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: { action: 'allow', alert: false, report: true } })
  const person = somebody()
  const ids = [await made(person), await made(person), await made(person)]
  const silent = (await as(vetter)('GET', '/api/duplicates/reported')).json()
  const [set] = silent.sets
  assert.deepEqual(set.records.map((one: { record: { Id: string } }) => one.record.Id).toSorted(), ids.toSorted())
  assert.equal(set.rule.Id, rule.Id)
  const query = async (soql: string) =>
    (await as(admin)('GET', `/services/data/v62.0/query?q=${encodeURIComponent(soql)}`)).json()
  const items = await query(
    `SELECT RecordId, DuplicateRecordSet.RecordCount, DuplicateRecordSet.DuplicateRule.DeveloperName FROM DuplicateRecordItem WHERE DuplicateRecordSetId = '${set.Id}'`,
  )
  assert.equal(items.totalSize, 3, JSON.stringify(items))
  assert.deepEqual(
    [items.records[0].DuplicateRecordSet.RecordCount, items.records[0].DuplicateRecordSet.DuplicateRule.DeveloperName],
    [3, 'Standard_Lead_Duplicate_Rule'],
  )
  const rules = await query("SELECT Id, SobjectType, IsActive FROM DuplicateRule WHERE SobjectType = 'Lead'")
  assert.deepEqual([rules.records[0].Id, rules.records[0].IsActive], [rule.Id, true])
  const fields = await query(
    "SELECT MatchingRule.DeveloperName, Field, MatchingMethod, BlankValueBehavior FROM MatchingRuleItem WHERE MatchingRule.SobjectType = 'Lead'",
  )
  assert.ok(
    fields.records.some((one: { Field: string }) => one.Field === 'Email'),
    JSON.stringify(fields),
  )
  assert.equal((await as(vetter)('DELETE', `/api/duplicates/reported/${set.Id}`)).statusCode, 204)
  assert.deepEqual((await as(vetter)('GET', '/api/duplicates/reported')).json().sets, [])
})

test('what a rule reported of records somebody may not see is not there for them, and not theirs to take off', async () => {
  const { admin, vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: { action: 'allow', alert: false, report: true } })
  const person = somebody()
  await made(person, admin)
  await made(person, admin)
  const listed = async (headers: typeof admin) => (await as(headers)('GET', '/api/duplicates/reported')).json().sets
  const [set] = await listed(admin)
  const sharing = (Lead: 'private' | 'public') => as(admin)('PATCH', '/api/settings', { Sharing: { Lead } })
  await sharing('private')
  try {
    assert.deepEqual(await listed(vetter), [])
    const hidden = await as(vetter)('DELETE', `/api/duplicates/reported/${set.Id}`)
    assert.deepEqual([hidden.statusCode, hidden.json().errors[0].code], [404, 'not_found'])
    assert.equal((await listed(admin))[0]?.Id, set.Id)
  } finally {
    await sharing('public')
  }
  assert.equal((await as(vetter)('DELETE', `/api/duplicates/reported/${set.Id}`)).statusCode, 204)
})

test('a set of many shows its first fifty records and says that there are more', async () => {
  const { admin, as, change, somebody } = stories
  await change(rule.Id, { onCreate: { action: 'allow', alert: false, report: true } })
  const person = somebody()
  for (let n = 0; n < 4; n++)
    await as(admin)(
      'POST',
      '/api/leads',
      Array.from({ length: 15 }, () => person),
    )
  const [set] = (await as(admin)('GET', '/api/duplicates/reported')).json().sets
  assert.deepEqual([set.records.length, set.hasMore], [50, true])
  const rest = (await as(admin)('GET', `/api/duplicates/reported/${set.Id}?after=${set.next}`)).json()
  assert.deepEqual([rest.records.length, rest.hasMore, rest.next], [10, false, null])
  const all = [...set.records, ...rest.records].map(({ record }: { record: { Id: string } }) => record.Id)
  assert.equal(new Set(all).size, 60)
  assert.equal((await as(admin)('DELETE', `/api/duplicates/reported/${set.Id}`)).statusCode, 204)
})

test('a set of which one record is left is anybody’s to take off', async () => {
  const { admin, vetter, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: { action: 'allow', alert: false, report: true } })
  const person = somebody()
  await made(person, admin)
  const second = await made(person, admin)
  const [set] = (await as(admin)('GET', '/api/duplicates/reported')).json().sets
  assert.equal((await as(admin)('DELETE', `/api/leads/${second}`)).statusCode, 204)
  assert.deepEqual((await as(vetter)('GET', '/api/duplicates/reported')).json().sets, [])
  assert.equal((await as(vetter)('GET', `/api/duplicates/reported/${set.Id}`)).statusCode, 404)
  assert.equal((await as(vetter)('DELETE', `/api/duplicates/reported/${set.Id}`)).statusCode, 204)
  assert.equal((await as(vetter)('DELETE', `/api/duplicates/reported/${set.Id}`)).statusCode, 404)
})

test('a rule is tried before anybody meets it, and says why it is silent', async () => {
  const { admin, as, change, somebody, made } = stories
  await change(rule.Id, { onCreate: block, roles: ['marketing'] })
  const person = somebody()
  await made(person)
  const tried = (body: object) =>
    as(admin)('POST', '/api/duplicate-rules/trial', { object: 'Lead', record: person, ...body })
  const blocked = (await tried({ role: 'marketing' })).json()
  assert.equal(blocked.outcome, 'block')
  assert.match(blocked.message, /A rule keeps it from being saved twice/)
  assert.deepEqual([blocked.rules[0].says, blocked.rules[0].matches.length], ['blocks', 1])
  const saved = (await tried({ role: 'sales' })).json()
  assert.deepEqual([saved.outcome, saved.rules[0].because], ['saved', 'for_others'])
  assert.equal((await tried({ role: 'marketing', on: 'edit' })).json().outcome, 'alert')
})

test('rules are made, put in order, changed by one at a time, and at most five are on', async () => {
  const { server, admin, as, rulesOf } = stories
  const mine = []
  for (let n = 2; n <= 5; n++) {
    const answer = await as(admin)('POST', '/api/duplicate-rules', { ...standard, object: 'Lead', label: `Größe ${n}` })
    assert.equal(answer.statusCode, 201, answer.body)
    mine.push(answer.json())
  }
  assert.equal(mine[0].apiName, 'Gro_e_2')
  const sixth = await as(admin)('POST', '/api/duplicate-rules', { ...standard, object: 'Lead', label: 'Sixth' })
  assert.match(sixth.json().errors[0].message, /5 rules for leads are on already/)
  const ids = [...mine.map(({ Id }) => Id), rule.Id].toReversed()
  assert.equal((await as(admin)('POST', '/api/duplicate-rules/order', { object: 'Lead', ids })).statusCode, 204)
  assert.deepEqual(
    (await rulesOf('Lead')).map(({ Id }) => Id),
    ids,
  )
  const partial = await as(admin)('POST', '/api/duplicate-rules/order', { object: 'Lead', ids: ids.slice(1) })
  assert.equal(partial.statusCode, 409)
  const stale = await server.call('PATCH', `/api/duplicate-rules/${mine[0].Id}`, {
    headers: { ...admin, 'if-match': '"99"' },
    body: { label: 'Other' },
  })
  assert.equal(stale.statusCode, 412)
  for (const { Id } of mine) assert.equal((await as(admin)('DELETE', `/api/duplicate-rules/${Id}`)).statusCode, 204)
})

test('what makes no sense is refused in words, and only who sets up changes rules', async () => {
  const { admin, vetter, as } = stories
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ compares: [] }, /Choose at least one kind/],
    [{ object: 'Account', compares: [{ object: 'Lead', atLeast: 0.9 }] }, /An? account cannot be compared with leads/],
    [{ conditions: { field: 'Shoe', op: 'eq', value: 1 } }, /no field called 'Shoe'/],
    [{ conditions: { field: 'Name', op: 'eq', value: 'x' } }, /worked out after a record is saved/],
    [
      {
        compares: [
          { object: 'Lead', atLeast: 0.9 },
          { object: 'Lead', atLeast: 0.8 },
        ],
      },
      /each kind of record once/,
    ],
  ]
  for (const [more, sentence] of wrong) {
    const answer = await as(admin)('POST', '/api/duplicate-rules', {
      ...standard,
      object: 'Lead',
      label: 'Wrong',
      ...more,
    })
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, answer.body)
    assert.match(answer.json().errors[0].message, sentence)
  }
  assert.equal((await as(vetter)('PATCH', `/api/duplicate-rules/${rule.Id}`, { isActive: false })).statusCode, 403)
  assert.equal((await as(vetter)('POST', '/api/duplicate-rules/trial', { object: 'Lead', record: {} })).statusCode, 403)
})

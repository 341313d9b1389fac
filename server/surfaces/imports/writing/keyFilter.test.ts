import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, someone } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { manyOnce, run, sql } from '../../../platform/sql.ts'
import { seedLeadStatuses } from '../../../records/leads/statuses.ts'
import { openKeyFilter } from './keyFilter.ts'

test('every key of a stored record is known, and hardly another one', () =>
  rolledBack(async (tx) => {
    await seedLeadStatuses(tx)
    const admin = await someone(tx)
    for (const Email of ['ada@acme.example', 'bo@acme.example', null])
      await aLead(tx, admin, { LastName: 'Hopper', Company: 'Acme', Email })
    await aLead(tx, admin, { LastName: 'Gone', Company: 'Acme' })
    await run(tx, sql`update lead set match_keys = '{}' where last_name = 'Gone'`)
    await run(tx, sql`update lead set match_keys = match_keys || '{2147483647,-2147483648,0,-1}' where email is null`)
    const stored = await manyOnce<{ key: number }>(tx, sql`select unnest(match_keys) as key from lead`)
    assert.ok(stored.length > 8)

    const filter = openKeyFilter(['Lead', 'Contact'], 1)
    await filter.refresh(tx)
    assert.deepEqual(
      stored.filter(({ key }) => !filter.mayHave(key)),
      [],
    )
    const others = Array.from({ length: 10_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1))
    assert.ok(others.filter((key) => filter.mayHave(key)).length < 3)
  }))

test('a key that was added stays known, however many follow', () => {
  const filter = openKeyFilter(['Lead'], 1)
  const keys = Array.from({ length: 1_200_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1))
  for (let at = 0; at < keys.length; at += 6) filter.add(keys.slice(at, at + 6))
  assert.ok(keys.every((key) => filter.mayHave(key)))
  const others = Array.from({ length: 100_000 }, (_, at) => Math.imul(at + 2_000_000, 0x9e3779b1))
  assert.ok(others.filter((key) => filter.mayHave(key)).length < 2000)
})

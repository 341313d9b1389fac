import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/support/database.ts'
import { openDatabase } from '../../platform/postgres/pools.ts'
import { createOrg, orgsOrFirst } from './orgs.commands.ts'
import { listOrgs } from './orgs.ts'

test('of several programs that start at once on an empty database one makes the first org, and all go on with it', () =>
  onTwoPrograms(async (one, other) => {
    let seeds = 0
    const first = {
      name: 'My company',
      seed: async () => {
        seeds += 1
      },
    }
    const found = await Promise.all([one, other, one, other].map((db) => orgsOrFirst(db, first)))
    const [org, ...more] = await listOrgs(one)
    assert.deepEqual(more, [])
    for (const orgs of found) assert.deepEqual(orgs, [org])
    assert.equal(seeds, 1)
  }))

test('orgs made at the same moment each get tables of their own', () =>
  onTwoPrograms(async (one, other) => {
    const made = await Promise.all([createOrg(one, { name: 'Fjord' }), createOrg(other, { name: 'Havkraft' })])
    assert.equal(new Set(made.map(({ schema }) => schema)).size, 2)
    assert.deepEqual((await listOrgs(one)).map(({ name }) => name).sort(), ['Fjord', 'Havkraft'])
  }))

async function onTwoPrograms(
  story: (one: ReturnType<typeof openDatabase>, other: ReturnType<typeof openDatabase>) => Promise<void>,
): Promise<void> {
  const fresh = await freshDatabase()
  const other = openDatabase(fresh.connection)
  try {
    await story(fresh.db, other)
  } finally {
    await other.close()
    await fresh.drop()
  }
}

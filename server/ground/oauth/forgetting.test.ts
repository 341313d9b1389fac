import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { atMoment } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import { createApp } from './apps.ts'
import { useAssertion } from './assertions.sql.ts'
import { answerAsking } from './consent.ts'
import { beginDevice } from './devices.ts'
import { forgetOldAccess } from './forgetting.ts'
import { openDoor } from './frontDoors.ts'
import { openGrant } from './grants.ts'
import { keepUse, listUse, sumUse } from './use.ts'

const DAY_MS = 86_400_000

const later = (tx: Tx, days: number): Date => new Date(tx.now.getTime() + days * DAY_MS)

const left = async (tx: Tx): Promise<Record<string, number>> => {
  const [counts] = await manyOnce<Record<string, number>>(
    tx,
    sql`
    select (select count(*)::int from oauth_grant) as grants, (select count(*)::int from access_token) as tokens,
      (select count(*)::int from oauth_code) as codes, (select count(*)::int from device_request) as devices,
      (select count(*)::int from used_assertion) as assertions, (select count(*)::int from front_door) as doors,
      (select count(*)::int from api_use) as uses`,
  )
  return counts ?? {}
}

test('what is over is forgotten, and who may stay signed in stays for half a year', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const callbackUrls = ['https://loader.example/callback']
    const { id, clientId } = await createApp(tx, admin, {
      name: 'Loader',
      callbackUrls,
      flows: ['authorization_code', 'device'],
    })
    const given = { appId: id, userId: admin.userId, flow: 'authorization_code' } as const
    const { grantId } = await openGrant(tx, { ...given, scopes: ['api', 'refresh_token'] })
    await openGrant(tx, { ...given, scopes: ['api'] })
    await openDoor(tx, { grantId })
    await beginDevice(tx, { clientId, secret: undefined, scope: undefined })
    await useAssertion(tx, id, 'one', later(tx, 0.001))
    const asked = { response_type: 'code', client_id: clientId, scope: 'api', code_challenge: 'c'.repeat(43) }
    await answerAsking(tx, { asked, userId: admin.userId, allow: true })
    await keepUse(tx, { calls: 1, uses: [use(tx, 'Lead')] })

    await forgetOldAccess(tx)
    const all = { grants: 2, tokens: 2, codes: 1, devices: 1, assertions: 1, doors: 1, uses: 1 }
    assert.deepEqual(await left(tx), all)
    await atMoment(tx, later(tx, 1.5), forgetOldAccess)
    assert.deepEqual(await left(tx), { grants: 1, tokens: 0, codes: 0, devices: 0, assertions: 0, doors: 0, uses: 1 })
    await atMoment(tx, later(tx, 179), forgetOldAccess)
    assert.equal((await left(tx)).grants, 1)
    await atMoment(tx, later(tx, 181), forgetOldAccess)
    assert.deepEqual(await left(tx), { grants: 0, tokens: 0, codes: 0, devices: 0, assertions: 0, doors: 0, uses: 0 })
  }))

test('the log of API use adds up, and is read page by page without a row twice or left out', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const uses = Array.from({ length: 1203 }, (_, at) => ({
      ...use(tx, `Object${String(at % 401)}`),
      userId: at % 2 === 0 ? admin.userId : null,
      hour: new Date(tx.now.getTime() - Math.floor(at / 500) * 3_600_000),
    }))
    assert.equal(await keepUse(tx, { calls: 0, uses }), 1203 * 2)
    assert.equal(await keepUse(tx, { calls: 0, uses: uses.slice(0, 1) }), 1204 * 2)
    const period = { from: later(tx, -1), to: later(tx, 1) }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listUse(tx, admin, { ...period, after })
      seen.push(...page.uses.map(({ hour, userId, entity }) => `${hour.toISOString()} ${userId} ${entity}`))
      after = page.next ?? undefined
    } while (after !== undefined)
    assert.equal(seen.length, 1203)
    assert.equal(new Set(seen).size, 1203)
    assert.equal(
      (await sumUse(tx, admin, 1)).reduce((sum, { calls }) => sum + calls, 0),
      1204 * 2,
    )
    await assert.rejects(listUse(tx, admin, { ...period, after: 'nonsense' }), /not known/)
    await assert.rejects(listUse(tx, admin, { from: later(tx, -200), to: tx.now }), /at most 92 days/)
  }))

const use = (tx: Tx, entity: string) => ({
  hour: tx.now,
  userId: null,
  appId: null,
  family: 'REST',
  entity,
  calls: 2,
  errors: 1,
  bytes: 10,
  milliseconds: 1.5,
})

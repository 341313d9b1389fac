import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../../../doors.ts'
import './objects.ts'
import { anOrg } from '../../../../../test/support/builders.ts'
import { rolledBack } from '../../../../../test/support/database.ts'
import { rowsOf } from '../../../../../test/support/soql.ts'
import { firstPage, prepareSoql } from '../../../../ground/objects/soql/soql.ts'
import type { Tx } from '../../../../platform/tx.ts'
import type { Actor } from '../../../../ground/users/actor.ts'

const CASES: readonly (readonly [select: string, where: string, holds: (row: Record<string, unknown>) => boolean])[] = [
  ['DurableId FROM EntityDefinition', "QualifiedApiName = 'lead'", ({ DurableId }) => DurableId === 'Lead'],
  [
    'DurableId FROM EntityDefinition',
    "DurableId IN ('Lead', 'Task') AND IsCustomizable = true",
    ({ DurableId }) => DurableId === 'Lead' || DurableId === 'Task',
  ],
  [
    'DurableId, EntityDefinition.KeyPrefix FROM FieldDefinition',
    "EntityDefinitionId = 'Lead' OR EntityDefinition.QualifiedApiName = 'Task'",
    ({ DurableId }) => /^(Lead|Task)\./.test(String(DurableId)),
  ],
  [
    'DurableId, EntityDefinition.KeyPrefix FROM FieldDefinition',
    "EntityDefinition.QualifiedApiName = 'Task'",
    ({ DurableId }) => String(DurableId).startsWith('Task.'),
  ],
  [
    'DurableId, FieldDefinition.EntityDefinition.Label FROM EntityParticle',
    "FieldDefinition.DurableId = 'Contact.Email'",
    ({ DurableId }) => DurableId === 'Contact.Email',
  ],
  [
    'DurableId FROM PicklistValueInfo',
    "EntityParticle.EntityDefinition.QualifiedApiName = 'Lead'",
    ({ DurableId }) => String(DurableId).startsWith('Lead.'),
  ],
  [
    'DurableId, ChildSobject.Label FROM RelationshipInfo',
    "ParentSobjectId = 'Account'",
    ({ DurableId }) => String(DurableId).startsWith('Account.'),
  ],
  [
    'DurableId, ChildSobject.QualifiedApiName FROM RelationshipInfo',
    "ChildSobject.QualifiedApiName = 'Contact'",
    ({ ChildSobject }) => JSON.stringify(ChildSobject) === '{"QualifiedApiName":"Contact"}',
  ],
  ['Field FROM FieldPermissions', "SobjectType = 'Lead'", ({ Field }) => String(Field).startsWith('Lead.')],
]

/** Every value the statements of a query bear, as one text. */
async function sentFor(tx: Tx, actor: Actor, text: string): Promise<number> {
  const { plan } = await prepareSoql(tx, actor, text)
  return JSON.stringify(plan?.from.values).length
}

test('a query of the catalogue about one object finds what it would among all, and makes no rows of others', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const [select, where, holds] of CASES) {
      const all = await rowsOf(tx, admin, `SELECT ${select} ORDER BY Id`)
      const found = await rowsOf(tx, admin, `SELECT ${select} WHERE ${where} ORDER BY Id`)
      assert.ok(found.length > 0 && found.length < all.length, where)
      assert.deepEqual(found, all.filter(holds), where)
    }
    const whole = await sentFor(tx, admin, 'SELECT EntityDefinition.Label FROM FieldDefinition')
    const one = await sentFor(
      tx,
      admin,
      "SELECT EntityDefinition.Label FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'",
    )
    assert.ok(one < whole / 15, `${one} of ${whole} characters are sent`)
    const nested = "SELECT (SELECT Id FROM Fields) FROM EntityDefinition WHERE QualifiedApiName = 'Lead'"
    const { rows } = await firstPage(tx, admin, await prepareSoql(tx, admin, nested))
    assert.equal(rows.length, 1)
    const { plan } = await prepareSoql(tx, admin, nested)
    assert.ok(JSON.stringify(plan?.children[0]?.plan.from.values).length < whole / 15)
  }))
